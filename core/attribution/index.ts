export {
  type AttributableClick,
  type AttributableOrder,
  type Attribution,
  attribute,
  type ClickStanding,
  clickStanding,
} from './attribution.ts';
