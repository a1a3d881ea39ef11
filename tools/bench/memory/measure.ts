import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linksFile } from '../../../apps/edge/index.ts';
import { writeSnapshotFile } from '../../../modules/clicks/index.ts';
import { LoadClient } from '../support/load.ts';
import { memoryOf } from '../support/processes.ts';
import { median } from '../support/statistics.ts';
import { linkCode, manyLinks } from './links.ts';

export interface MemoryPlan {
  readonly links: number;
  readonly clicks: number;
  readonly rounds: number;
}

/** Bytes and milliseconds. */
export interface Measured {
  readonly file: number;
  /** Start of an edge that knows all links, and of one that knows none. */
  readonly start: { readonly full: number; readonly empty: number };
  readonly resident: {
    /** Without links. */
    readonly empty: number;
    readonly full: number;
    readonly peak: number;
    /** After the first tenth of the clicks, when code and caches are warm, and after all of them. */
    readonly warm: number;
    readonly after: number;
  };
  readonly clicks: number;
}

const CONNECTIONS = 32;
/** Different links that are asked for, in turns. */
const ASKED = 5_000;
const STEP_MS = 1_000;
const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36';

interface Edge {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly milliseconds: number;
}

export async function measureMemory(plan: MemoryPlan, progress: (text: string) => void): Promise<Measured> {
  const root = mkdtempSync(join(tmpdir(), 'tributary-memory-'));
  try {
    const [full, empty] = [join(root, 'full'), join(root, 'empty')];
    progress('making links');
    const file = linksFile(full);
    for (const directory of [dirname(file), empty]) mkdirSync(directory, { recursive: true });
    await writeSnapshotFile(file, manyLinks(plan.links));
    // The first start of each makes the table of networks; later ones read it.
    for (const directory of [full, empty]) await ended(await started(directory));
    const starts = { full: [] as number[], empty: [] as number[] };
    const resident = { full: [] as number[], empty: [] as number[] };
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const name of ['full', 'empty'] as const) {
        progress(`start ${round} of ${plan.rounds}, ${name}`);
        const edge = await started(join(root, name));
        starts[name].push(edge.milliseconds);
        resident[name].push(memoryOf(edge.pid).resident);
        await ended(edge);
      }
    }
    const clicked = await afterClicks(full, plan, progress);
    return {
      file: statSync(file).size,
      start: { full: median(starts.full), empty: median(starts.empty) },
      resident: { empty: median(resident.empty), full: median(resident.full), ...clicked.resident },
      clicks: clicked.clicks,
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function afterClicks(directory: string, plan: MemoryPlan, progress: (text: string) => void) {
  const edge = await started(directory);
  const client = new LoadClient(null);
  try {
    const requests = requestsFor(plan.links);
    let clicks = 0;
    let warm: number | null = null;
    while (clicks < plan.clicks) {
      const order = { port: edge.port, requests, connections: CONNECTIONS, milliseconds: STEP_MS, perSecond: null };
      const { answers, statuses } = await client.run(order);
      if (statuses['302'] !== answers) throw new Error(`answers other than 302: ${JSON.stringify(statuses)}`);
      clicks += answers;
      if (clicks >= plan.clicks / 10) warm ??= memoryOf(edge.pid).resident;
      progress(`${clicks.toLocaleString('en')} of ${plan.clicks.toLocaleString('en')} clicks`);
    }
    const { resident: after, peak } = memoryOf(edge.pid);
    return { clicks, resident: { warm: warm ?? after, after, peak } };
  } finally {
    client.end();
    await ended(edge);
  }
}

/** Whole requests; each visitor is new. */
function requestsFor(links: number): string[] {
  return Array.from({ length: Math.min(ASKED, links) }, (_, index) => {
    const code = linkCode(Math.floor((index * links) / Math.min(ASKED, links)));
    const address = `95.24.${index % 256}.${(index * 7) % 256}`;
    return [
      `GET /g/${code}/?subid=memory HTTP/1.1`,
      'host: network.example',
      `user-agent: ${USER_AGENT}`,
      `x-forwarded-for: ${address}`,
      '\r\n',
    ].join('\r\n');
  });
}

async function started(directory: string): Promise<Edge> {
  const child = fork(fileURLToPath(new URL('./edge-process.ts', import.meta.url)), [directory], {
    execArgv: ['--import', 'tsx'],
  });
  const [message] = await once(child, 'message');
  const { port, milliseconds }: { readonly port: number; readonly milliseconds: number } = message;
  return { process: child, pid: child.pid ?? 0, port, milliseconds };
}

async function ended({ process: child }: Edge): Promise<void> {
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}
