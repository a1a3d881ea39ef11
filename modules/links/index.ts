export { type AppLinks, appHostsOf } from './app-hosts.ts';
export { programRecord } from './changes.ts';
export { checkLink } from './check.ts';
export { type Deeplink, deeplinks } from './deeplinks.ts';
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
export { type LinkRoutes, linkRoutes } from './routes.ts';
export { linkPath, linksOfAdSpace, standardLink } from './service.ts';
export { shortLink } from './short-link.ts';
export { countLinks, countLinksOf } from './store.ts';
export type { ClickReading, LinkQuery, TargetFault, TargetLanding, TargetVerdict } from './targets.ts';
