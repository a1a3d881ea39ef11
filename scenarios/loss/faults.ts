import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Random } from '../../apps/tributary/example/random.ts';
import { clickIdTime, decodeClick } from '../../modules/clicks/index.ts';
import { listSegments, readSegment, type SegmentFile, type SpoolRecord } from '../../platform/spool/index.ts';
import { until } from '../processes/liveness.ts';
import type { Edge } from './edges.ts';
import { restoredOrder } from './orders.ts';
import type { Rig } from './rig.ts';
import type { Fault } from './scenario.ts';
import type { Visitors } from './visitors.ts';

/** What a fault works with. Edges, worker and database run, and visitors click, when it begins and when it ends. */
export interface Stage {
  readonly rig: Rig;
  /** Those that visitors click on; a fault may add one. */
  readonly edges: Edge[];
  readonly visitors: Visitors;
  readonly random: Random;
}

/** What it did beyond what visitors see. */
export interface Done {
  /** Ids whose records it damaged before they were shipped. */
  readonly lost: readonly string[];
  /** What `tributary doctor` must say of it, one pattern each. */
  readonly doctor: readonly RegExp[];
  /** Facts for the person who reads the result. */
  readonly notes: Readonly<Record<string, number | string>>;
  /** What went otherwise than promised while it lasted. */
  readonly contradictions: readonly string[];
}

type Doer<F extends Fault> = (stage: Stage, fault: F) => Promise<Partial<Done>>;
type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

const NOTHING: Done = { lost: [], doctor: [], notes: {}, contradictions: [] };

/** A record is cut at its header or in its text; anything from one byte to less than a whole record is a torn one. */
const TORN_BYTES_MAX = 300;
/** Records that one damaged place lies on. */
const DAMAGED_RECORDS = 3;
const STATUS_MS_MAX = 100_000;

export async function perform(stage: Stage, fault: Fault): Promise<Done> {
  return { ...NOTHING, ...(await performed(stage, fault)) };
}

function performed(stage: Stage, fault: Fault): Promise<Partial<Done>> {
  switch (fault.kind) {
    case 'kill-edge':
      return killEdge(stage, fault);
    case 'kill-database':
      return killDatabase(stage, fault);
    case 'freeze-database':
      return freezeDatabase(stage, fault);
    case 'slow-database':
      return slowDatabase(stage, fault);
    case 'fill-spool':
      return fillSpool(stage, fault);
    case 'refuse-disk':
      return refuseDisk(stage, fault);
    case 'set-clock-back':
      return setClockBack(stage, fault);
    case 'set-clock-ahead':
      return setClockAhead(stage, fault);
    case 'damage-segment':
      return damageSegment(stage, fault);
    case 'tear-last-record':
      return tearLastRecord(stage, fault);
    case 'restart-with-full-spool':
      return restartWithFullSpool(stage, fault);
  }
}

function firstOf(edges: readonly Edge[]): Edge {
  const [edge] = edges;
  if (edge === undefined) throw new Error('a scenario needs an edge');
  return edge;
}

const killEdge: Doer<FaultOf<'kill-edge'>> = async ({ edges, visitors, random }, { times, clicksBetweenMax }) => {
  for (let kill = 0; kill < times; kill += 1) {
    await visitors.moreAnswers(random.int(1, clicksBetweenMax));
    const edge = random.pick([firstOf(edges), ...edges.slice(1)]);
    await edge.end('SIGKILL');
    await edge.start();
  }
  return { notes: { kills: times } };
};

const killDatabase: Doer<FaultOf<'kill-database'>> = async ({ rig, visitors }, { awayClicks, alarmed }) => {
  await rig.database.kill();
  await visitors.moreAnswers(awayClicks);
  const told = await (await fetch(`${await rig.api()}/health`)).text();
  await rig.database.start();
  const isTold = /clicks are not carried into the store/.test(told);
  return {
    contradictions: alarmed && !isTold ? [`/health of the worker does not say that the store is away: ${told}`] : [],
  };
};

const freezeDatabase: Doer<FaultOf<'freeze-database'>> = async ({ rig, visitors }, { clicks }) => {
  rig.database.freeze();
  try {
    await visitors.moreAnswers(clicks);
  } finally {
    rig.database.thaw();
  }
  return {};
};

const slowDatabase: Doer<FaultOf<'slow-database'>> = async ({ rig, visitors }, { delayMs, clicks }) => {
  rig.relay.delayMs = delayMs;
  await visitors.moreAnswers(clicks);
  rig.relay.delayMs = 0;
  return {};
};

const fillSpool: Doer<FaultOf<'fill-spool'>> = async (stage, { flaggedClicks }) => {
  const { rig, edges, visitors } = stage;
  const edge = firstOf(edges);
  const seen = await whileRefused(stage, flaggedClicks, /limit of this spool/);
  const order = await restoredOrder(rig, visitors.answered.flagged[0] ?? '');
  // What an operator does: more room, and a start.
  await edge.end('SIGTERM');
  edges.push(...(await rig.runningEdges(1, { ...edge.settings, spoolBytesMax: null })));
  await visitors.moreAnswers(1);
  return { ...seen, contradictions: [...seen.contradictions, ...order] };
};

const refuseDisk: Doer<FaultOf<'refuse-disk'>> = async (stage, { flaggedClicks }) => {
  const { rig, edges, visitors } = stage;
  const edge = firstOf(edges);
  edge.refuseDisk(true);
  const seen = await whileRefused(stage, flaggedClicks, /EFBIG/);
  edge.refuseDisk(false);
  const order = await restoredOrder(rig, visitors.answered.flagged[0] ?? '');
  const durable = visitors.answered.durable.length;
  await until('clicks are durable again', STATUS_MS_MAX, () => visitors.answered.durable.length > durable);
  return { ...seen, contradictions: [...seen.contradictions, ...order] };
};

/** Waits until so many visitors were redirected without a durable record, and looks whether the edge says so while it lasts. */
async function whileRefused({ edges, visitors }: Stage, flaggedClicks: number, reason: RegExp) {
  const edge = firstOf(edges);
  const { answered } = visitors;
  await until('a click is flagged', STATUS_MS_MAX, () => answered.flagged.length > 0);
  await visitors.moreAnswers(flaggedClicks);
  const [health, metrics] = await Promise.all(['/health', '/metrics'].map((path) => textOf(edge, path)));
  const contradictions = [
    ...(reason.test(health ?? '') ? [] : [`/health does not say why the spool is not written: ${health}`]),
    ...(/^tributary_alarms\{.*spool_unwritable.*\} 1$/m.test(metrics ?? '')
      ? []
      : ['/metrics shows no alarm of the spool']),
    ...(/^tributary_clicks_unspooled_total(\{.*\})? [1-9]/m.test(metrics ?? '')
      ? []
      : ['/metrics counts no click without a record']),
  ];
  return { contradictions, notes: {}, doctor: [/were redirected without a durable record/] };
}

async function textOf({ port }: Edge, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

const setClockBack: Doer<FaultOf<'set-clock-back'>> = async ({ edges, visitors }, { hours, clicks }) => {
  const edge = firstOf(edges);
  await visitors.moreAnswers(Math.ceil(clicks / 4));
  await edge.setClock(-hours * 3_600_000);
  const before = latestOf(visitors.answered.durable);
  const answered = visitors.answered.durable.length;
  await visitors.moreAnswers(clicks);
  const after = visitors.answered.durable.slice(answered);
  await edge.setClock(0);
  const smaller = after.filter((id) => (clickIdTime(id) ?? 0) < before).length;
  return {
    notes: { ids_after: after.length },
    contradictions:
      smaller === 0 ? [] : [`${smaller} click ids are of an earlier time than those before the clock was set back`],
  };
};

const setClockAhead: Doer<FaultOf<'set-clock-ahead'>> = async ({ edges, visitors }, { hours, clicks }) => {
  const edge = firstOf(edges);
  const { durable } = visitors.answered;
  await visitors.moreAnswers(Math.ceil(clicks / 4));
  await edge.setClock(hours * 3_600_000);
  await visitors.moreAnswers(Math.ceil(clicks / 2));
  await edge.setClock(0);
  // Those under way were judged before.
  await visitors.moreAnswers(Math.ceil(clicks / 4));
  const answered = durable.length;
  await visitors.moreAnswers(Math.ceil(clicks / 2));
  const tooLate = Date.now() + 3_600_000;
  const after = durable.slice(answered);
  const ahead = after.filter((id) => (clickIdTime(id) ?? 0) > tooLate).length;
  return {
    notes: { ids_after: after.length },
    contradictions: ahead === 0 ? [] : [`${ahead} clicks have a time of the future after the clock came back`],
  };
};

function latestOf(clickIds: readonly string[]): number {
  return clickIds.reduce((latest, id) => Math.max(latest, clickIdTime(id) ?? 0), 0);
}

const damageSegment: Doer<FaultOf<'damage-segment'>> = async ({ rig, edges, visitors, random }, { clicks }) => {
  const edge = firstOf(edges);
  // Nothing may be shipped before it is damaged, nor be in the hands of a shipper that waits for a store.
  await rig.endWorker('SIGKILL');
  await visitors.moreAnswers(clicks);
  await edge.end('SIGKILL');
  const segment = await newestSegment(rig, edge);
  const { records } = await readSegment(segment.path, 0, segment.bytes);
  // Among the last ones, which came when nobody shipped them.
  const first = records.length - random.int(Math.ceil(clicks / 4), Math.ceil(clicks / 2));
  const hit = records.slice(first, first + DAMAGED_RECORDS);
  const from = startOf(records, first);
  const last = hit.at(-1)?.end ?? from;
  await overwrite(segment.path, from + 1, last - from - 2);
  await edge.start();
  await rig.startWorker();
  const lost = hit.flatMap(({ text }) => clickIdOf(text) ?? []);
  return {
    lost,
    doctor: [new RegExp(`${segment.id}.* ${hit.length} (clicks|records).*bytes ${from} to ${last}`)],
    notes: { damaged_records: hit.length, segment: segment.id, damaged_bytes: `${from}-${last}` },
  };
};

function startOf(records: readonly SpoolRecord[], index: number): number {
  return index === 0 ? 0 : (records[index - 1]?.end ?? 0);
}

function clickIdOf(text: string): string | null {
  const click = decodeClick(text);
  return click.ok ? click.value.clickId : null;
}

async function overwrite(path: string, from: number, length: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(randomBytes(length), 0, length, from);
  } finally {
    await file.close();
  }
}

const tearLastRecord: Doer<FaultOf<'tear-last-record'>> = async ({ rig, edges, visitors, random }, { clicks }) => {
  const edge = firstOf(edges);
  await visitors.moreAnswers(Math.ceil(clicks / 2));
  await edge.end('SIGKILL');
  // The first bytes of a record that was being written; a kill alone rarely meets one, because one write call is one commit.
  const segment = await newestSegment(rig, edge);
  const { position } = await readSegment(segment.path, 0, segment.bytes);
  const file = await open(segment.path, 'r+');
  const start = Buffer.alloc(random.int(1, TORN_BYTES_MAX));
  await file.read(start, 0, start.length, 0);
  await file.write(start, 0, start.length, position);
  await file.close();
  await edge.start();
  await visitors.moreAnswers(Math.ceil(clicks / 2));
  return { notes: { torn_bytes: start.length } };
};

const restartWithFullSpool: Doer<FaultOf<'restart-with-full-spool'>> = async ({ rig, edges, visitors }, { clicks }) => {
  await rig.endWorker('SIGKILL');
  await rig.database.kill();
  await visitors.moreAnswers(clicks);
  for (const edge of edges) await edge.end('SIGKILL');
  const segments = (await listSegments(rig.spoolDir)).length;
  // With the database still away: the edge serves from its last snapshot.
  for (const edge of edges) await edge.start();
  await visitors.moreAnswers(1);
  await rig.database.start();
  await rig.startWorker();
  return {
    notes: { segments },
    contradictions: segments > 5 ? [] : [`only ${segments} segments; the scenario needs many`],
  };
};

/** The one that the edge was writing last. */
async function newestSegment(rig: Rig, edge: Edge): Promise<SegmentFile> {
  const all = await listSegments(rig.spoolDir);
  const newest = all.filter(({ spool }) => spool === edge.settings.name).at(-1);
  if (newest === undefined) throw new Error(`${edge.settings.name} has no segment`);
  return newest;
}
