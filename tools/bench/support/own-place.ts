import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { descendantsOf } from './processes.ts';

const LOOK_MS = 50;
/** A database server that is told to end at once needs less. */
const ENDS_MS_MAX = 5_000;

/** Where a benchmark has all its files, and by which its processes are known. */
export interface OwnPlace {
  readonly directory: string;
  /** Ends what the benchmark has started and not ended, and removes its files. */
  clear(): Promise<void>;
}

/** From now on temporary files of this process and its children lie in a directory that can be removed as a whole. */
function ownPlace(): OwnPlace {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  // The embedded database may run under another account, which has to get to its own directory in there.
  chmodSync(directory, 0o711);
  process.env['TMPDIR'] = directory;
  return {
    directory,
    clear: async () => {
      await endAll(directory);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: LOOK_MS });
    },
  };
}

/** Runs the work; when it is interrupted nothing of it is left: no process, no file. Answers the exit status. */
export async function inOwnPlace(work: () => Promise<number>): Promise<number> {
  const place = ownPlace();
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted = true;
      void place.clear().finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
  try {
    return await work();
  } finally {
    // Then it failed because everything was taken away from it, and there is nothing to tell.
    if (interrupted) await new Promise(() => undefined);
    await place.clear();
  }
}

/** Children and theirs, and whatever names the directory: a database server outlives the process that has started it. */
function ofBenchmark(directory: string): number[] {
  const named = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(directory));
  const own = [...descendantsOf(process.pid), ...named.map(Number)];
  return [...new Set(own)].filter((pid) => pid !== process.pid);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** A database server is told to end without more ado, so that it gives its shared memory back; all others are killed. */
async function endAll(directory: string): Promise<void> {
  const until = performance.now() + ENDS_MS_MAX;
  for (let left = ofBenchmark(directory); left.length > 0; left = ofBenchmark(directory)) {
    const isLate = performance.now() > until;
    for (const pid of left) end(pid, isLate);
    if (performance.now() > until + ENDS_MS_MAX) return;
    await pause(LOOK_MS);
  }
}

function end(pid: number, isLate: boolean): void {
  const isServer = /\/postgres\0|^postgres:/.test(commandOf(String(pid)));
  try {
    process.kill(pid, isServer && !isLate ? 'SIGQUIT' : 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
