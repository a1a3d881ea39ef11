import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from '../../platform/postgres/account.ts';
import { embeddedBinaries } from '../../platform/postgres/binaries.ts';
import {
  type Cluster,
  ended,
  initialise,
  isAlive,
  logTail,
  makeHome,
  startServer,
  stopServer,
} from '../../platform/postgres/cluster.ts';
import {
  administratorUrl,
  connectWhenReady,
  freePort,
  newPassword,
  serverUrl,
} from '../../platform/postgres/connection.ts';

/** Recovery after a kill replays what was written since the last checkpoint: seconds, on a busy machine many. */
const START_MS_MAX = 60_000;
const END_MS_MAX = 100_000;

/**
 * A PostgreSQL server of a scenario, reached as a `DATABASE_URL` that somebody else runs: nobody brings it back but the scenario. It
 * writes as durably as in production.
 */
export class DatabaseServer {
  readonly port: number;
  readonly url: string;
  readonly #home: string;
  readonly #cluster: Cluster;
  readonly #password: string;
  #pid = 0;

  private constructor(home: string, cluster: Cluster, password: string, port: number) {
    this.#home = home;
    this.#cluster = cluster;
    this.#password = password;
    this.port = port;
    this.url = serverUrl('tributary', password, port, 'tributary');
  }

  static async open(): Promise<DatabaseServer> {
    const account = serverAccount();
    const home = join(mkdtempSync(join(realpathSync(tmpdir()), 'tributary-losstest-database-')), 'home');
    const cluster = { directory: join(home, 'cluster'), binaries: embeddedBinaries(account, () => undefined), account };
    makeHome(join(home, '..'), account);
    makeHome(home, account);
    const password = newPassword();
    const server = new DatabaseServer(home, cluster, password, await freePort());
    try {
      initialise(cluster, password);
      await server.start(async (run) => {
        await run(`create role tributary login createrole noinherit password '${password}'`);
        await run('create database tributary owner tributary');
      });
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  /** Starts it where it was before and waits until it lets us in. */
  async start(then: (run: (sql: string) => Promise<unknown>) => Promise<void> = async () => undefined): Promise<void> {
    const pid = startServer(this.#cluster, this.port, {});
    this.#pid = pid;
    const client = await connectWhenReady({
      url: administratorUrl(this.#password, this.port),
      millisecondsMax: START_MS_MAX,
      hopeless: () => (isAlive(pid) ? null : `; the server ended: ${logTail(this.#cluster)}`),
    });
    try {
      await then((sql) => client.query(sql));
    } finally {
      await client.end();
    }
  }

  /** As a power cut ends it, except that the operating system lives. Its children notice by themselves. */
  async kill(): Promise<void> {
    const family = this.#family();
    process.kill(this.#pid, 'SIGKILL');
    for (const pid of family) {
      if (!(await ended(pid, END_MS_MAX))) throw new Error(`database process ${pid} outlives its server`);
    }
  }

  /** Holds all its processes where they are: connections stay open, nothing is answered. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  async remove(): Promise<void> {
    if (isAlive(this.#pid)) {
      this.thaw();
      await stopServer(this.#pid);
    }
    rmSync(join(this.#home, '..'), { recursive: true, force: true });
  }

  /** The server first, so that it starts no further children meanwhile. */
  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.#pid, signal);
    for (const pid of this.#family().filter((each) => each !== this.#pid)) {
      // A backend may have ended by itself between being listed and being signalled.
      if (isAlive(pid)) process.kill(pid, signal);
    }
  }

  /** The server and its children. */
  #family(): number[] {
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === this.#pid);
    return [this.#pid, ...children.map(Number)];
  }
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
