export { type DirectoryLock, DirectoryTaken, lockDirectory } from './lock.ts';
export type { AppendDone, Spool, SpoolFailure, SpoolOptions, SpoolStatus } from './model.ts';
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
export { openSpool } from './writer.ts';
