export { type ArchiveOptions, archiveDirectory, archiveOldMonths, exportAllClicks } from './archive.ts';
export { type SegmentPositions, type SpoolBacklog, spoolBacklog } from './backlog.ts';
export {
  CLICK_ID_LENGTH,
  type ClickIdFault,
  type ClickToken,
  clickIdTime,
  landingOfToken,
  openClickId,
} from './click-id.ts';
export { clickReading } from './click-reading.ts';
export type { GeoData } from './client.ts';
export { createEdge, type Edge, type EdgeOptions, type EdgeStatus } from './edge.ts';
export { hostingAsns, hostingNetworks } from './hosting-asns.ts';
export { type ClickKeyOptions, type ClickKeys, clickKeys } from './keys.ts';
export { bookOf, LinkBook } from './link-book.ts';
export type { GeoRouting, LinkSnapshot, ProgramRecord } from './links.ts';
export {
  type Anonymizer,
  type ClickFlag,
  clickFlags,
  type Device,
  type Landing,
  type StoredClick,
  type SubIds,
} from './model.ts';
export { type Retried, type RetryOptions, retryParked } from './parked.ts';
export { type KeptRecord, parkedRecords } from './parked-store.ts';
export { decodeClick } from './record.ts';
export { type RetentionOptions, reduceOldClicks } from './retention.ts';
export { type ClickRoutes, clickRoutes } from './routes.ts';
export { createShipper, type Shipper, type ShipperOptions, type ShipperStatus } from './shipper.ts';
export { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
export {
  booksOfSegments,
  type ClickSpan,
  exportClicks,
  findClicks,
  findClicksOf,
  type SegmentBooks,
  segmentBooks,
} from './store.ts';
export { damagedSegments, openSegments, type SpoolTotals, spoolTotals } from './totals-store.ts';
