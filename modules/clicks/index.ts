export {
  CLICK_ID_LENGTH,
  type ClickIdFault,
  type ClickToken,
  clickIdTime,
  landingOfToken,
  openClickId,
} from './click-id.ts';
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
export { createShipper, type Shipper, type ShipperOptions, type ShipperStatus } from './shipper.ts';
export { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
export {
  type ClickSpan,
  exportClicks,
  findClicks,
  findClicksOf,
  type SegmentBooks,
  segmentBooks,
} from './store.ts';
