import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A tenth of the weight of a process that answers visitors, where both want the same core; all of it where nobody else does. */
const BEHIND_VISITORS = 10;

/** The least that Linux knows: a slice of a core is taken from who answers now and then, not every few milliseconds. */
const BEHIND_EVERYTHING = 19;

/** Threads that V8 has of its own: one for what is due later, and its pool, whose size nobody has changed. */
const V8_THREADS = 5;
const POOL_SIZE_FLAG = '--v8-pool-size';

/**
 * Lets a process with all its threads, and what it starts from now on, wait behind those that answer visitors. Linux may weigh sessions against each other
 * before it looks at their processes, so one that leads a session lowers that. Where the system refuses, all weigh the same.
 */
export function yieldToVisitors(pid: number): void {
  try {
    setPriority(pid, BEHIND_VISITORS);
    for (const thread of threadsOf(pid)) setPriority(thread, BEHIND_VISITORS);
  } catch {
    // A process of another account may be out of reach, and a thread may have ended meanwhile.
  }
  try {
    if (process.platform === 'linux' && leadsSession(pid)) {
      writeFileSync(`/proc/${pid}/autogroup`, String(BEHIND_VISITORS));
    }
  } catch {
    // A kernel without groups of sessions has no such file.
  }
}

/**
 * Lets the threads of this process on which V8 collects garbage and compiles wait behind everything else. Not for a process that answers
 * visitors: its code would be compiled late as well.
 */
export function yieldInBackground(): void {
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  if (process.platform !== 'linux' || flags.includes(POOL_SIZE_FLAG)) return;
  try {
    // Node makes them before any other thread but the main one.
    const threads = [...threadsOf(process.pid)].sort((one, other) => one - other);
    for (const thread of threads.slice(1, 1 + V8_THREADS)) setPriority(thread, BEHIND_EVERYTHING);
  } catch {
    // They weigh as much as the others then.
  }
}

/**
 * Linux lowers one thread at a time. Those that collect a program's garbage were there before it could say anything, and four of them
 * beside an edge leave it a fifth of the core.
 */
function threadsOf(pid: number): readonly number[] {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [];
}

/** Fields behind the name, which stands in brackets and may hold anything (proc(5)): state, parent, group, session. */
function leadsSession(pid: number): boolean {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const session = text.slice(text.lastIndexOf(')') + 2).split(' ')[3];
  return Number(session) === pid;
}
