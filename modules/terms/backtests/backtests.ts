import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused, shownValue } from '../../../contract/errors/index.ts';
import type { BacktestAnswer } from '../../../contract/wire/terms.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { organisationNames } from '../../accounts/index.ts';
import type { Program } from '../../programs/index.ts';
import { checkedTerms, hashOf } from '../publish.ts';
import { lockProgram } from '../store.ts';
import * as store from './backtest-store.ts';

const SYSTEM = { role: 'system' } as const;
/** A process that was silent for so long does not work on it any more. */
const SILENT_MS_MAX = 60_000;
const KEPT_MS = 30 * 86_400_000;
/** Publishers that a report names. */
const PUBLISHERS_MAX = 200;

type Change = Omit<BacktestAnswer['publishers'][number], 'name'>;

/** What pricing recorded orders under a text gives; later modules know how. */
export interface PricedOrders extends Pick<BacktestAnswer, 'orders' | 'changed' | 'undecidable' | 'cost' | 'cap_hits'> {
  readonly winners: readonly Change[];
  readonly losers: readonly Change[];
  readonly most_changed: readonly Omit<BacktestAnswer['most_changed'][number], 'name'>[];
}

export interface BacktestDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Prices the orders made in [from, until); `null` when `signal` ended it. */
  readonly priceOrders: (asked: {
    readonly program: string;
    readonly termsText: string;
    readonly version: string | null;
    readonly from: Instant;
    readonly until: Instant;
    readonly onProgress: (orders: number, total: number) => Promise<void>;
    readonly signal: AbortSignal;
  }) => Promise<PricedOrders | null>;
  readonly onDefect?: (error: unknown, what: string) => void;
}

interface Asked {
  readonly text: string;
  /** As if this version had been valid all the time; `null`: each order by the version of its time. */
  readonly version: string | null;
  readonly from: Instant;
  readonly until: Instant;
  readonly actor: string;
}

/** Tries texts on recorded orders, one a program at a time, in the background of this process. */
export class Backtests {
  private readonly deps: BacktestDeps;
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(deps: BacktestDeps) {
    this.deps = deps;
  }

  /** Begins; refuses `terms_invalid`, `terms_program_mismatch`, `field_invalid` for an empty time, `backtest_running`. */
  async start({ code, advertiserOrg }: Program, asked: Asked): Promise<Result<store.Backtest>> {
    const { db, clock } = this.deps;
    const checked = checkedTerms(code, asked.text);
    if (!checked.ok) return checked;
    const { from, until } = asked;
    if (from >= until) return refused(emptyTime(from, until));
    const { version } = asked;
    if (version !== null && !checked.value.versions.some(({ id }) => id === version))
      return refused(noVersion(version));
    const at = clock.now();
    const test: store.Backtest = {
      ...{ id: randomUUID(), program: code, status: 'running', startedAt: at, seenAt: at, hash: hashOf(asked.text) },
      ...{ from, until, done: 0n, total: 0n, report: null },
    };
    const other = await db.transaction(SYSTEM, async (tx) => {
      await lockProgram(tx, code);
      const present = await store.runningBacktest(tx, code, at - SILENT_MS_MAX);
      if (present !== null) return present;
      await store.forgetBacktests(tx, code, at - KEPT_MS);
      await store.insertBacktest(tx, { ...test, advertiserOrg, startedBy: asked.actor });
      return null;
    });
    if (other !== null) return refused(alreadyRunning(other));
    const work = this.run(test, asked).finally(() => this.running.delete(work));
    this.running.add(work);
    return ok(test);
  }

  /** As it stands; one that nobody works on any more has failed. */
  async find(program: string, id: string): Promise<store.Backtest | null> {
    const { db, clock } = this.deps;
    const found = await db.transaction(SYSTEM, (tx) => store.backtestById(tx, program, id));
    if (found?.status !== 'running' || clock.now() - found.seenAt <= SILENT_MS_MAX) return found;
    return { ...found, status: 'failed' };
  }

  /** Whoever works on it stops at its next step; one that is over stays as it is. */
  async cancel(program: string, id: string): Promise<store.Backtest | null> {
    const { db } = this.deps;
    return db.transaction(SYSTEM, async (tx) => {
      const found = await store.backtestById(tx, program, id);
      if (found?.status !== 'running') return found;
      await store.endBacktest(tx, id, { status: 'cancelled', report: null });
      return { ...found, status: 'cancelled' };
    });
  }

  /** Ends what runs here, and waits for it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run(test: store.Backtest, { text: termsText, version }: Asked): Promise<void> {
    const { db, priceOrders, onDefect } = this.deps;
    const cancelled = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, cancelled.signal]);
    const { id, program, from, until } = test;
    const onProgress = async (done: number, total: number) => {
      const at = this.deps.clock.now();
      const goesOn = await db.transaction(SYSTEM, (tx) => store.noteProgress(tx, id, { done, total, at }));
      if (!goesOn) cancelled.abort();
    };
    const end = (status: store.Backtest['status'], report: store.Backtest['report']) =>
      db.transaction(SYSTEM, (tx) => store.endBacktest(tx, id, { status, report }));
    try {
      const priced = await priceOrders({ program, termsText, version, from, until, onProgress, signal });
      await (priced === null ? end('cancelled', null) : end('done', await this.named(priced)));
    } catch (error) {
      onDefect?.(error, `trying terms of ${program}`);
      // Where even this fails it is found silent later.
      await end('failed', null).catch(() => undefined);
    }
  }

  /** With the names that its reader knows publishers by. */
  private async named({ winners, losers, most_changed: orders, ...sums }: PricedOrders): Promise<BacktestAnswer> {
    const publishers = [...winners, ...losers].sort((a, b) => greatest(b) - greatest(a));
    const ids = [
      ...publishers.map(({ publisher }) => publisher),
      ...orders.flatMap(({ publisher }) => publisher ?? []),
    ];
    const names = await this.deps.db.transaction(SYSTEM, (tx) => organisationNames(tx, ids));
    const nameOf = (id: string) => names.get(id) ?? id;
    return {
      ...sums,
      publishers: publishers.slice(0, PUBLISHERS_MAX).map((each) => ({ ...each, name: nameOf(each.publisher) })),
      publishers_left_out: Math.max(0, publishers.length - PUBLISHERS_MAX),
      most_changed: orders.map((each) => ({ ...each, name: each.publisher === null ? null : nameOf(each.publisher) })),
    };
  }
}

/** Only for the order of a list: a float may be a cent off. */
function greatest({ difference }: Change): number {
  return Math.abs(Number(difference));
}

function emptyTime(from: Instant, until: Instant): Refusal {
  const detail = `until: expected a time after ${formatInstant(from)}; got ${formatInstant(until)}.`;
  return {
    code: 'field_invalid',
    field: 'until',
    value: formatInstant(until),
    detail,
    expected: { kind: 'later_than', value: formatInstant(from) },
  };
}

function noVersion(version: string): Refusal {
  const detail = `version: expected a version of the text; got ${shownValue(version)}.`;
  return { code: 'field_invalid', field: 'version', value: shownValue(version), detail, expected: { kind: 'listed' } };
}

function alreadyRunning({ id, startedAt }: store.Backtest): Refusal {
  const detail = `A text of this program is being tried since ${formatInstant(startedAt)}.`;
  return {
    code: 'backtest_running',
    field: null,
    value: id,
    detail,
    extra: { backtest: id, started_at: formatInstant(startedAt) },
  };
}

export function noBacktest(id: string): Refusal {
  const detail = 'There is no such trial of terms of this program.';
  return { code: 'not_found', field: 'backtest', value: shownValue(id), detail };
}
