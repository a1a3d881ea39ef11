export {
  type AttributableClick,
  type Attribution,
  type AttributionQuestion,
  attribute,
  type ClickStanding,
  clickStanding,
} from './attribution.ts';
