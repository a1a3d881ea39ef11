import { existsSync } from 'node:fs';
import { linksFile } from '../../apps/edge/index.ts';
import { seededRandom } from '../../apps/tributary/example/random.ts';
import { openClickId } from '../../modules/clicks/index.ts';
import { type Latencies, latenciesOf } from '../../tools/bench/support/statistics.ts';
import { until } from '../processes/liveness.ts';
import { BareRedirect } from './bare-redirect.ts';
import { contradictions, gather } from './evidence.ts';
import { perform } from './faults.ts';
import type { Rig } from './rig.ts';
import type { Scenario } from './scenario.ts';
import { Visitors } from './visitors.ts';

export interface Outcome {
  readonly scenario: string;
  readonly seed: number;
  /** What contradicts a promise; empty when all were kept. */
  readonly contradictions: readonly string[];
  readonly answered: number;
  readonly flagged: number;
  readonly broken: number;
  readonly unsent: number;
  readonly spooled: number;
  readonly stored: number;
  readonly repeated: number;
  readonly lost: number;
  readonly segments: number;
  /** Of visitors who clicked while the fault lasted, from when they were due. */
  readonly latencies: Latencies;
  /** Of visitors of a bare server at the same time; `null` in the short form, which looks at no times. */
  readonly bare: Latencies | null;
  readonly faultSeconds: number;
  /** From the end of the fault until the store had everything. */
  readonly drainSeconds: number;
  readonly notes: Readonly<Record<string, number | string>>;
}

const LINKS_MS_MAX = 100_000;

/** Clicks before and after the fault, so that it meets a network at work and leaves one. */
const QUIET_CLICKS = 50;

/** Runs one scenario on a rig, which may have served others before: what it holds of them stays and is compared as well. */
export async function runScenario(rig: Rig, scenario: Scenario, seed: number): Promise<Outcome> {
  const { fault, edges: count, clicksPerSecond, spoolBytesMax, segmentBytes } = scenario;
  const random = seededRandom(seed);
  await rig.startWorker();
  const edges = await rig.runningEdges(count, { spoolBytesMax, segmentBytes });
  const visitors = new Visitors({
    ports: () => edges.flatMap(({ port }) => port ?? []),
    path: rig.network.linkPath,
    clickParameter: rig.network.clickParameter,
    perSecond: clicksPerSecond,
    seed,
    read: (clickId) => {
      const opened = openClickId(rig.keys, clickId);
      return opened.ok ? opened.value : null;
    },
  });
  const bare = Number.isFinite(scenario.p99MsMax) ? new BareRedirect() : null;
  try {
    await visitors.moreAnswers(QUIET_CLICKS);
    // From here on an edge can be started without a database.
    await until('the links are kept for the next start', LINKS_MS_MAX, () => existsSync(linksFile(rig.data.path)));
    const { latencies } = visitors.answered;
    await bare?.start();
    const from = latencies.length;
    const began = performance.now();
    const done = await perform({ rig, edges, visitors, random }, fault);
    const ended = performance.now();
    for (const id of done.lost) rig.damagedIds.add(id);
    rig.expectedFindings.push(...done.doctor);
    const during = latenciesOf(Float64Array.from(latencies.slice(from)));
    const floor = bare?.latencies() ?? null;
    await bare?.end();
    await visitors.moreAnswers(QUIET_CLICKS);
    const answered = await visitors.finish();
    await rig.settle();
    const drained = performance.now();
    const kept = await gather(rig);
    return {
      scenario: scenario.name,
      seed,
      contradictions: [
        ...contradictions(answered, kept, rig.damagedIds),
        ...done.contradictions,
        ...promised(scenario, answered.flagged.length, during, floor),
      ],
      answered: answered.durable.length,
      flagged: answered.flagged.length,
      broken: answered.broken,
      unsent: answered.unsent,
      spooled: kept.spooled.length,
      stored: kept.stored.length,
      repeated: kept.books.repeated,
      lost: kept.lost,
      segments: kept.segments,
      latencies: during,
      bare: floor,
      faultSeconds: (ended - began) / 1_000,
      drainSeconds: (drained - ended) / 1_000,
      notes: done.notes,
    };
  } finally {
    await bare?.end();
    await visitors.finish();
  }
}

function promised(
  { flagged, p99MsMax }: Scenario,
  flaggedClicks: number,
  { p99 }: Latencies,
  bare: Latencies | null,
): string[] {
  const beside = bare === null ? '' : `; of a bare server beside it up to ${bare.p99.toFixed(1)} ms`;
  return [
    ...(flagged === 'none' && flaggedClicks > 0
      ? [`${flaggedClicks} clicks were flagged although the disk was there`]
      : []),
    ...(flagged === 'some' && flaggedClicks === 0 ? ['no click was flagged although the disk refused'] : []),
    ...(p99 > p99MsMax
      ? [`99 of 100 visitors waited up to ${p99.toFixed(1)} ms, allowed are ${p99MsMax} ms${beside}`]
      : []),
  ];
}
