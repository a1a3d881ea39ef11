export type {
  IssuedLink,
  LinkAdSpace,
  LinkChanges,
  LinkPartnership,
  LinkRecord,
  LinkRow,
  LinkSnapshot,
  PartnershipRecord,
  ProgramRecord,
  ShortLink,
} from './model.ts';
export { linkRoutes } from './routes.ts';
export { linkPath, linksOfAdSpace, standardLink } from './service.ts';
export { shortLink } from './short-link.ts';
export { countLinks } from './store.ts';
