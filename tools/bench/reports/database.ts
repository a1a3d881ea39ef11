import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase, type Database, migrate } from '../../../platform/db/index.ts';
import { openDatabaseServer } from '../../../platform/postgres/index.ts';

/** A server of the product's own making in a directory that goes away with it. */
export interface BenchDatabase {
  readonly db: Database;
  /** For processes that work on it. */
  readonly url: string;
  /** For what no module does: generating rows and asking raw ones. May act as every role. */
  readonly session: pg.Client;
  readonly serverPid: number;
  readonly directory: string;
  end(): Promise<void>;
}

export async function openBenchDatabase(): Promise<BenchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  // The account that runs the database for root must be able to pass through.
  chmodSync(directory, 0o711);
  const server = await openDatabaseServer({ dataDir: directory });
  await migrate(server.url);
  const db = connectDatabase(server.url, { poolSize: 2 });
  const session = new pg.Client({ connectionString: server.url, application_name: 'tributary bench' });
  await session.connect();
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    db,
    url: server.url,
    session,
    serverPid: parentOf(rows[0]?.pid ?? 0),
    directory,
    end: async () => {
      await session.end();
      await db.close();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function parentOf(pid: number): number {
  return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]);
}
