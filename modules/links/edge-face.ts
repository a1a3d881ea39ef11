/** The face for processes that answer clicks: rows and their changes, without routes and what they load. */
export { type AppLinks, appHostsOf } from './app-hosts.ts';
export { allLinks, type LinkSink, linksSince } from './changes.ts';
export type {
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
export { type LinkWatch, type WatchOptions, watchLinks } from './watch.ts';
