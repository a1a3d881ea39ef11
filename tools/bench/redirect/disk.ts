import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pin } from '../support/processes.ts';
import type { Latencies } from '../support/statistics.ts';

/** The disk by itself, asked by a process that can be kept on any core. */
export class Disk {
  readonly #child: ChildProcess;

  constructor(directory: string) {
    this.#child = fork(fileURLToPath(new URL('./disk-process.ts', import.meta.url)), [directory], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    });
  }

  /** One short append and one `fdatasync`, again and again for so long. */
  async sync(cores: string, milliseconds: number): Promise<Latencies> {
    if (this.#child.pid !== undefined) pin(this.#child.pid, cores);
    this.#child.send(milliseconds);
    const [latencies] = await once(this.#child, 'message');
    return latencies;
  }

  /** Which of these cores is the nearer one to the disk: its interrupts come to one of them. */
  async nearest(cores: readonly string[], milliseconds: number): Promise<string> {
    let best = { core: cores[0] ?? '0', p50: Number.POSITIVE_INFINITY };
    for (const core of cores) {
      const { p50 } = await this.sync(core, milliseconds);
      if (p50 < best.p50) best = { core, p50 };
    }
    return best.core;
  }

  end(): void {
    this.#child.disconnect();
  }
}
