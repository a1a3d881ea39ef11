export { DirectoryTaken } from './lock.ts';
export { removeSegment } from './remove.ts';
export {
  listSegments,
  PartMemory,
  readSegment,
  type SegmentFile,
  type SegmentPart,
  type SpoolRecord,
  writtenBytes,
} from './segment.ts';
export {
  type AppendDone,
  openSpool,
  type Spool,
  type SpoolFailure,
  type SpoolOptions,
  type SpoolStatus,
} from './writer.ts';
