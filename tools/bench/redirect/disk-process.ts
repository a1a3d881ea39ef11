import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Latencies, latenciesOf } from '../support/statistics.ts';

/** About what one click takes in a spool. */
const RECORD = Buffer.alloc(700, 'x');

/** More than any disk here does in a millisecond. */
const SYNCS_PER_MS_MAX = 50;

const [directory = '.'] = process.argv.slice(2);

/** What the disk itself takes, on a file in `directory`. */
function syncLatencies(milliseconds: number): Latencies {
  const path = join(directory, 'sync-floor');
  const file = openSync(path, 'w');
  const samples = new Float64Array(Math.ceil(milliseconds * SYNCS_PER_MS_MAX)).fill(1);
  let count = 0;
  try {
    const ends = performance.now() + milliseconds;
    for (let now = performance.now(); now < ends && count < samples.length; ) {
      writeSync(file, RECORD);
      fdatasyncSync(file);
      const done = performance.now();
      samples[count] = done - now;
      count += 1;
      now = done;
    }
  } finally {
    closeSync(file);
    rmSync(path);
  }
  return latenciesOf(samples.subarray(0, count));
}

process.on('message', (milliseconds: number) => process.send?.(syncLatencies(milliseconds)));
process.on('disconnect', () => process.exit(0));
