import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** Linux counts in hundredths of a second for every program, whatever its own clock does (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of processor time, user and system. */
  readonly own: number;
  /** The same of children that have ended. */
  readonly ended: number;
}

/** Fields behind the name, which stands in brackets and may hold anything (proc(5)). */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (from: number): number => (Number(fields[from]) + Number(fields[from + 1])) / TICKS_PER_SECOND;
    return { pid, parent: Number(fields[1]), own: ticks(11), ended: ticks(13) };
  } catch {
    return null;
  }
}

/** Processor seconds that a process has used, without its children. */
export function cpuSeconds(pid: number): number {
  const stat = statOf(pid);
  if (stat === null)
    throw new Error(`process ${pid}: it has ended, or this system has no /proc; benchmarks need Linux`);
  return stat.own;
}

/** Processor seconds of a process and all it has started, ended ones included: a database server with its backends. */
export function treeCpuSeconds(root: number): number {
  return tree(root).reduce((sum, stat) => sum + stat.own + stat.ended, 0);
}

/** Everything that a process has started and that lives, as far as nobody between has ended. */
export function descendantsOf(root: number): number[] {
  return tree(root).flatMap(({ pid }) => (pid === root ? [] : [pid]));
}

function tree(root: number): Stat[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [statOf(Number(name))] : []));
  const stats = all.filter((stat) => stat !== null);
  const members = new Set([root]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const stat of stats) {
      if (members.has(stat.parent)) members.add(stat.pid);
    }
  }
  return stats.filter((stat) => members.has(stat.pid));
}

/** Memory that a process holds now and held at most, in bytes. */
export function memoryOf(pid: number): { readonly resident: number; readonly peak: number } {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024;
  return { resident: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
}

/** Keeps a process with all its threads, and what it starts from now on, on these cores. False where the system cannot. */
export function pin(pid: number, cores: string): boolean {
  return spawnSync('taskset', ['-a', '-p', '-c', cores, String(pid)], { stdio: 'ignore' }).status === 0;
}

/** Pins a process and everything it has started. */
export function pinTree(root: number, cores: string): void {
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat !== null && (stat.pid === root || stat.parent === root)) pin(stat.pid, cores);
  }
}

/** Where a figure was measured. */
export function machine(): Record<string, unknown> {
  return {
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    load: loadavg().map((value) => Number(value.toFixed(2))),
  };
}
