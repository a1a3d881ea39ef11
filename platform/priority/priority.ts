import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A tenth of the weight of a process that answers visitors, where both want the same core; all of it where nobody else does. */
const BEHIND_VISITORS = 10;

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
