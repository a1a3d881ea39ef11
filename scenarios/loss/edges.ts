import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface EdgeSettings {
  readonly name: string;
  readonly dataDir: string;
  readonly secretFile: string;
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly spoolBytesMax: number | null;
  readonly segmentBytes: number | null;
  /** One edge of a data directory keeps the links for the next start of all. */
  readonly keepsLinks: boolean;
  /** How much later than the machine's the clock of this process is. */
  readonly clockAheadMs: number;
}

const script = fileURLToPath(new URL('./edge-process.ts', import.meta.url));

/** One edge process, through all its lives: the spool stays, process and port change. */
export class Edge {
  readonly settings: EdgeSettings;
  #child: ChildProcess | null = null;
  #port: number | null = null;
  #complaints = '';

  constructor(settings: EdgeSettings) {
    this.settings = settings;
  }

  /** Where it answers; `null` while it does not run. */
  get port(): number | null {
    return this.#port;
  }

  async start(): Promise<void> {
    const child = fork(script, [JSON.stringify(this.settings)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints += text;
    });
    const died = once(child, 'close').then(([code, signal]) => {
      throw new Error(`${this.settings.name} did not start (${code ?? signal}):\n${this.#complaints}`);
    });
    died.catch(() => undefined);
    this.#port = await Promise.race([messageOf(child).then(({ port }) => port), died]);
    child.once('exit', () => {
      if (this.#child === child) this.#port = null;
    });
  }

  /** Sends a signal to this process alone and waits for its end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | NodeJS.Signals> {
    const child = this.#child;
    if (child === null) return 0;
    this.#child = null;
    this.#port = null;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode ?? 1;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode ?? child.signalCode ?? 1;
  }

  async setClock(clockAheadMs: number): Promise<void> {
    const child = this.#running();
    const heard = messageOf(child);
    child.send({ clockAheadMs });
    await heard;
  }

  /** `true`: every write of the process to a file fails from now on, as on a disk without room. */
  refuseDisk(refused: boolean): void {
    const limit = refused ? '0' : 'unlimited';
    const { status, stderr } = spawnSync(
      'prlimit',
      ['--pid', String(this.#running().pid), `--fsize=${limit}:unlimited`],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`prlimit (package util-linux) could not limit the edge: ${stderr}`);
  }

  #running(): ChildProcess {
    if (this.#child === null) throw new Error(`${this.settings.name} does not run`);
    return this.#child;
  }
}

async function messageOf(child: ChildProcess): Promise<{ readonly port: number }> {
  const messages = await once(child, 'message');
  return messages[0];
}
