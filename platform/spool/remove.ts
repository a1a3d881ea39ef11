import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type SegmentFile, syncDirectory } from './segment.ts';

/** Deletes a segment for good. The caller answers for its records being safe elsewhere. */
export async function removeSegment(segment: SegmentFile): Promise<void> {
  await rm(segment.path, { force: true });
  await syncDirectory(dirname(segment.path));
}
