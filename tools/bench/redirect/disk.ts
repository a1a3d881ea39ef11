import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Latencies, latenciesOf } from '../support/statistics.ts';

/** About what one click takes in a spool. */
const RECORD = Buffer.alloc(700, 'x');

/** What the disk itself takes: one short append and one `fdatasync`, again and again for so long, on a file in `directory`. */
export function syncLatencies(directory: string, milliseconds: number): Latencies {
  const path = join(directory, 'sync-floor');
  const file = openSync(path, 'w');
  const samples: number[] = [];
  try {
    const ends = performance.now() + milliseconds;
    for (let now = performance.now(); now < ends; ) {
      writeSync(file, RECORD);
      fdatasyncSync(file);
      const done = performance.now();
      samples.push(done - now);
      now = done;
    }
  } finally {
    closeSync(file);
    rmSync(path);
  }
  return latenciesOf(Float64Array.from(samples));
}
