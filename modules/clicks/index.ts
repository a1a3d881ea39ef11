export { type ArchiveOptions, archiveDirectory, archiveOldMonths, exportAllClicks } from './archive/archive.ts';
export { type RetentionOptions, reduceOldClicks } from './archive/retention.ts';
export {
  CLICK_ID_LENGTH,
  type ClickIdFault,
  type ClickToken,
  clickIdTime,
  landingOfToken,
  openClickId,
} from './id/click-id.ts';
export { type ClickKeyOptions, type ClickKeys, clickKeys } from './id/keys.ts';
export { bookOf, LinkBook } from './links/link-book.ts';
export type { GeoRouting, LinkSnapshot, ProgramRecord } from './links/links.ts';
export { readSnapshotFile, writeSnapshotFile } from './links/snapshot-file.ts';
export {
  type Anonymizer,
  type ClickFlag,
  clickFlags,
  type Device,
  type Landing,
  type StoredClick,
  type SubIds,
} from './model.ts';
export { clickReading } from './reading/click-reading.ts';
export { decodeClick } from './record/record.ts';
export type { GeoData } from './redirect/client.ts';
export { createEdge, type Edge, type EdgeOptions, type EdgeStatus } from './redirect/edge.ts';
export { hostingAsns, hostingNetworks } from './redirect/hosting-asns.ts';
export { type TargetSigner, targetSigner } from './redirect/target-signature.ts';
export { type ClickRoutes, clickRoutes } from './routes.ts';
export { type SegmentPositions, type SpoolBacklog, spoolBacklog } from './shipping/backlog.ts';
export { type Retried, type RetryOptions, retryParked } from './shipping/parked.ts';
export { type KeptRecord, parkedRecords } from './shipping/parked-store.ts';
export { createShipper, type Shipper, type ShipperOptions, type ShipperStatus } from './shipping/shipper.ts';
export { damagedSegments, openSegments, type SpoolTotals, spoolTotals } from './shipping/totals-store.ts';
export {
  booksOfSegments,
  type ClickSpan,
  exportClicks,
  findClicks,
  findClicksOf,
  type SegmentBooks,
  segmentBooks,
} from './store.ts';
