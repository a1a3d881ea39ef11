/** The face for processes that answer clicks: the path from a request to the spool, without what comes after it. */

export { type ClickKeys, clickKeys } from './id/keys.ts';
export { bookOf, LinkBook } from './links/link-book.ts';
export type { LinkSnapshot } from './links/links.ts';
export { readSnapshotFile, writeSnapshotFile } from './links/snapshot-file.ts';
export { createEdge, type Edge, type EdgeOptions, type EdgeStatus } from './redirect/edge.ts';
export { hostingAsns } from './redirect/hosting-asns.ts';
