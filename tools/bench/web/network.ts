import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrganisation, createUser } from '../../../modules/accounts/index.ts';
import { recordProgram } from '../../../modules/stats/index.ts';
import { type Account, exampleAccounts, startNetwork } from '../../../scenarios/browser/started-network.ts';
import { openBenchDatabase } from '../reports/database.ts';
import { addRawToRollups, analyse, DAYS, emptyRaw, foldDay, generateDay, prepareTables } from '../reports/generate.ts';
import { advertiserOf, programCode, publisherOf, spread } from '../reports/traffic.ts';
import { showProgress } from '../support/options.ts';

/** A network with somebody who may look at statistics. */
export interface Measured {
  readonly url: string;
  readonly account: Account;
  end(): Promise<void>;
}

/** The example network, loaded anew. */
export async function exampleNetwork(): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  // The account that runs the database for root must be able to pass through.
  chmodSync(dataDir, 0o711);
  const started = await startNetwork({ mode: 'start', dataDir });
  const account = exampleAccounts(dataDir).find(({ role }) => role === 'publisher');
  if (account === undefined) throw new Error('bench web: the example network has no publisher');
  const end = async () => {
    await started.stop();
    rmSync(dataDir, { recursive: true });
  };
  return { url: started.url, account, end };
}

const MINIMUM_AGE_MS = 86_400_000;

/** A network whose reports count so many clicks, and one of their publishers. */
export async function countedNetwork(clicks: number): Promise<Measured> {
  const bench = await openBenchDatabase();
  const account = { role: 'publisher', email: 'reader@example.com', password: 'a long enough phrase for nobody else' };
  const at = Date.now() - MINIMUM_AGE_MS;
  await bench.db.transaction({ role: 'system' }, async (tx) => {
    await createOrganisation(tx, { kind: 'publisher', name: 'Reader', at, id: publisherOf(7) });
    const made = await createUser(tx, { orgId: publisherOf(7), ...account, role: 'owner', at, actor: 'bench' });
    if (!made.ok) throw new Error(`bench web: ${made.error.detail}`);
    for (let number = 0; number < spread.programs; number += 1) {
      const program = { program: programCode(number), advertiserOrg: advertiserOf(number), timeZone: 'Europe/Moscow' };
      await recordProgram(tx, { ...program, accrualCurrency: 'RUB', cookieMs: 30 * MINIMUM_AGE_MS });
    }
  });
  // A day's groups fit into memory.
  await bench.session.query("set work_mem = '256MB'");
  await prepareTables(bench.session);
  for (let day = 0; day < DAYS; day += 1) {
    showProgress(`generating ${clicks} clicks: day ${day + 1} of ${DAYS}`);
    await generateDay(bench.session, day, Math.round(clicks / DAYS));
    await addRawToRollups(bench.session);
    await emptyRaw(bench.session);
    await foldDay(bench.db, bench.session, day);
  }
  await analyse(bench.session);
  const dataDir = join(bench.directory, 'network');
  const secret = join(bench.directory, 'secret');
  writeFileSync(secret, Buffer.alloc(32, 7).toString('hex'), { mode: 0o600 });
  const env = { DATABASE_URL: bench.url, TRIBUTARY_SECRET_FILE: secret };
  const started = await startNetwork({ mode: 'serve', dataDir, env });
  const end = async () => {
    await started.stop();
    await bench.end();
  };
  return { url: started.url, account, end };
}

/** An empty page of a bare server: what the browser itself takes. */
export async function emptyPage(): Promise<{ readonly url: string; end(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="en"><title>Empty</title><body><p>Nothing</p></body></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://localhost:${port}`, end: () => server.close() };
}
