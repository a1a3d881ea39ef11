import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { RUN_DIRECTORY_VARIABLE, type TestServer } from './server.ts';

const FILE = 'templates';

/** Has the end of the run remove this database: a server that was given outlives the run. */
export function keepUntilEnd(name: string): void {
  appendFileSync(join(process.env[RUN_DIRECTORY_VARIABLE] ?? '', FILE), `${name}\n`);
}

/** Removes what was kept on a server that was given; one of the run's own goes as a whole. */
export async function dropKept(directory: string): Promise<void> {
  const [server, kept] = [join(directory, 'server.json'), join(directory, FILE)];
  if (process.env['TEST_DATABASE_URL'] === undefined || !existsSync(server) || !existsSync(kept)) return;
  const { url }: TestServer = JSON.parse(readFileSync(server, 'utf8'));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const name of readFileSync(kept, 'utf8').trim().split('\n')) await client.query(`drop database ${name}`);
  } finally {
    await client.end();
  }
}
