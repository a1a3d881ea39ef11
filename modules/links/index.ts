export type {
  IssuedLink,
  LinkAdSpace,
  LinkPartnership,
  LinkRecord,
  LinkSnapshot,
  ProgramRecord,
} from './model.ts';
export { linkRoutes } from './routes.ts';
export { linkPath, linksOfAdSpace, standardLink } from './service.ts';
export { linkSnapshot } from './snapshot.ts';
export { type LinkWatch, type WatchOptions, watchLinks } from './watch.ts';
