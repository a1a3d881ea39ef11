import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { makeSmallNetwork } from '../../../scenarios/failure/small-network.ts';
import { dataDirectory } from '../../../scenarios/processes/data-directory.ts';
import { buildProduct, settingsOf, TributaryProcess } from '../../../scenarios/processes/tributary-process.ts';
import { median } from '../support/statistics.ts';

/** Milliseconds from the start of a process, medians of the rounds. */
export interface Starts {
  /** A server of three lines: first answer. */
  readonly bare: number;
  /** The product: first redirect. */
  readonly redirect: number;
  /** The product: API, worker and database are there too. */
  readonly ready: number;
}

/** Often enough to add little, and rarely enough to leave the processor to what is measured. */
const LOOK_MS = 4;
const START_MS_MAX = 60_000;

const bareServer = `require('node:http').createServer((_, a) => { a.writeHead(302, { location: 'https://shop.example/' }); a.end() })
  .listen(Number(process.argv[1]), '127.0.0.1')`;

export async function measureStarts(rounds: number, progress: (text: string) => void): Promise<Starts> {
  buildProduct();
  const data = dataDirectory();
  try {
    const settings = settingsOf(data);
    const { linkPath } = await makeSmallNetwork(settings);
    // The first start reads the links from the database and keeps them for the next.
    const first = new TributaryProcess(['serve'], settings);
    await first.address();
    await first.end('SIGTERM');
    const bare: number[] = [];
    const redirect: number[] = [];
    const ready: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress(`start ${round} of ${rounds}`);
      bare.push(await bareStart(await freePort()));
      const port = await freePort();
      const begun = performance.now();
      const running = new TributaryProcess(['serve'], { ...settings, PORT: String(port) });
      redirect.push((await answered(port, linkPath, 302)) - begun);
      ready.push((await answered(port, '/ready', 200)) - begun);
      await running.address();
      await running.end('SIGTERM');
    }
    return { bare: median(bare), redirect: median(redirect), ready: median(ready) };
  } finally {
    await data.remove();
  }
}

async function bareStart(port: number): Promise<number> {
  const begun = performance.now();
  const server: ChildProcess = spawn(process.execPath, ['-e', bareServer, String(port)], { stdio: 'ignore' });
  const milliseconds = (await answered(port, '/', 302)) - begun;
  server.kill();
  await once(server, 'exit');
  return milliseconds;
}

/** The moment at which a request was answered as wanted. */
async function answered(port: number, path: string, status: number): Promise<number> {
  const until = performance.now() + START_MS_MAX;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' }).then(
      (response) => response.status,
      () => null,
    );
    const now = performance.now();
    if (answer === status) return now;
    if (now > until) throw new Error(`${path}: not answered ${status} within ${START_MS_MAX} ms, but ${answer}`);
    await pause(LOOK_MS);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
