/** The face for processes that answer clicks: the path from a request to the spool, without what comes after it. */
export { createEdge, type Edge, type EdgeOptions, type EdgeStatus } from './edge.ts';
export { hostingAsns } from './hosting-asns.ts';
export { type ClickKeys, clickKeys } from './keys.ts';
export { bookOf, LinkBook } from './link-book.ts';
export type { LinkSnapshot } from './links.ts';
export { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
