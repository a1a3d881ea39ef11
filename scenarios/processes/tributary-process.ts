import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { DataDirectory } from './data-directory.ts';

const command = fileURLToPath(new URL('../../bin/tributary.mjs', import.meta.url));
const setup = fileURLToPath(new URL('../../tools/setup/setup.mjs', import.meta.url));

/** Scenarios run what users run: the built product. Costs a few reads when it is built already. */
export function buildProduct(): void {
  const { status, stderr } = spawnSync(process.execPath, [setup], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the product could not be built: ${stderr}`);
}

export type Environment = Readonly<Record<string, string>>;

/** Settings of a production network on `data`, on any free port; test clients count as proxies. */
export function settingsOf(data: DataDirectory): Environment {
  return {
    TRIBUTARY_DATA: data.path,
    TRIBUTARY_SECRET_FILE: data.secretFile,
    TRIBUTARY_TRUSTED_PROXIES: '127.0.0.0/8',
    PORT: '0',
  };
}

/** How a process ended: its exit status, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** A `tributary` command in a process of its own. It sees the given settings and nothing else of our environment. */
export class TributaryProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  readonly #address: Promise<string>;
  #output = '';
  #errors = '';

  constructor(args: readonly string[], settings: Environment) {
    const { PATH = '', TZ = 'UTC' } = process.env;
    // Whatever it leaves when it is killed lies where the run of tests removes it.
    const TMPDIR = tmpdir();
    this.child = spawn(process.execPath, [command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, TZ, TMPDIR, LANG: 'C', ...settings },
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (status, signal) => resolve(status ?? signal ?? 1));
      // One that cannot even be started never closes.
      this.child.once('error', () => resolve(1));
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    this.#address = new Promise((resolve, reject) => {
      this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        const address = /^Tributary runs at http:\/\/localhost:(\d+) /m.exec(this.#output)?.[1];
        if (address !== undefined) resolve(`http://127.0.0.1:${address}`);
      });
      void this.ended.then((ending) => {
        reject(
          new Error(`tributary ${args.join(' ')} ended (${ending}) before it ran:\n${this.#output}${this.#errors}`),
        );
      });
    });
    // Whoever is interested asks `address()`; a command or a killed start has none, and that is no failure.
    this.#address.catch(() => undefined);
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('tributary could not be started');
    return pid;
  }

  get output(): string {
    return this.#output;
  }

  get errors(): string {
    return this.#errors;
  }

  /** Where it answers, once it says that it runs. Rejects when it ends before. */
  address(): Promise<string> {
    return this.#address;
  }

  /** Resolves when it has said something, or has ended. */
  async firstOutput(): Promise<void> {
    const { stdout } = this.child;
    if (this.#output === '' && stdout !== null) await Promise.race([once(stdout, 'data'), this.ended]);
  }

  /** Sends a signal to this process alone and resolves with how it ended. */
  end(signal: NodeJS.Signals): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Runs a command to its end. */
export async function tributary(
  args: readonly string[],
  settings: Environment,
): Promise<{ readonly ending: Ending; readonly output: string; readonly errors: string }> {
  const running = new TributaryProcess(args, settings);
  const ending = await running.ended;
  return { ending, output: running.output, errors: running.errors };
}
