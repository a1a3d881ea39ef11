import { currencyExponent, type Decimal, roundQuotient } from '../../../core/money/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { DAY_MS, earningPerHundredClicks, MINUTE_MS, meanDays, type ProgramFact, percent } from '../model.ts';
import { programsNamed } from '../store.ts';
import { type ActionSums, accruedByCurrency, actionSums, clicksInMinutes, type Span } from './metric-store.ts';

/** In the order in which they are shown (S-009). Each key also names the definition in `wording.ts`. */
export const metricKeys = ['epc', 'cr', 'cr48', 'confirmation', 'cookie', 'processing', 'payment'] as const;
export type MetricKey = (typeof metricKeys)[number];

export interface Metric {
  readonly key: MetricKey;
  /** `null` where there is nothing to divide by: shown as "—". */
  readonly value: Decimal | null;
  readonly unit: 'money_per_100_clicks' | 'percent' | 'days';
  /** Of the value, for `money_per_100_clicks`. */
  readonly currency: string | null;
  /** Half-open; `null` for a setting of the program. */
  readonly window: Span | null;
  /** What the value was computed from. */
  readonly samples: Readonly<Record<string, bigint>>;
  /** What was accrued in other currencies in the window, never added to the value (S-135). */
  readonly otherCurrencies: readonly { readonly currency: string; readonly value: Decimal | null }[];
}

/** Trailing window of EPC and CR (C-27). */
const TRAILING_MS = 30 * DAY_MS;
/** Window of CR 48 h (S-004). */
const RECENT_MS = 48 * 3_600_000;
/** Actions of the last 30 days had no time to be decided: confirmation, processing and payment look at the 180 days before. */
const SETTLING_MS = 30 * DAY_MS;
const SETTLED_MS = 180 * DAY_MS;

/**
 * The seven metrics of a program (S-002 … S-009, windows of C-27); `null` when the program is not known. Read as `system`.
 *
 * Clicks are kept by the minute, so a trailing window begins at the start of the minute in which it would begin exactly; both
 * sides of a ratio use the same window, and the window that was used is returned.
 */
export async function metrics(q: Queryable, program: string, now: Instant): Promise<readonly Metric[] | null> {
  return (await metricsOf(q, [program], now)).get(program) ?? null;
}

/** The same of many programs, in as many questions as for one; those that are not known are absent. */
export async function metricsOf(
  q: Queryable,
  programs: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, readonly Metric[]>> {
  const trailing = { from: minuteOf(now - TRAILING_MS), until: now };
  const recent = { from: minuteOf(now - RECENT_MS), until: now };
  const settled = { from: now - SETTLING_MS - SETTLED_MS, until: now - SETTLING_MS };
  const known = await programsNamed(q, programs);
  const clicked = await clicksInMinutes(q, programs, [trailing, recent]);
  const summed = await actionSums(q, programs, [trailing, recent, settled]);
  const accrued = await accruedByCurrency(q, programs, trailing);
  const found = new Map<string, readonly Metric[]>();
  for (const [program, fact] of known) {
    const [clicks = 0n, recentClicks = 0n] = clicked.get(program) ?? [];
    const [sums = none, recentSums = none, settledSums = none] = summed.get(program) ?? [];
    found.set(program, [
      epc(fact, clicks, sums.actions, accrued.get(program) ?? new Map(), trailing),
      conversion('cr', clicks, sums.actions, trailing),
      conversion('cr48', recentClicks, recentSums.actions, recent),
      confirmation(settledSums, settled),
      cookie(fact),
      ...durations(settledSums, settled),
    ]);
  }
  return found;
}

const none: ActionSums = { actions: 0n, approved: 0n, decided: 0n, decidedMs: 0n, paid: 0n, paidMs: 0n };

function minuteOf(at: Instant): Instant {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function epc(
  program: ProgramFact,
  clicks: bigint,
  actions: bigint,
  accrued: ReadonlyMap<string, bigint>,
  window: Span,
): Metric {
  // Without a stated accrual currency it is the one in which the latest action earns; a program without actions has none.
  const currency = program.accrualCurrency ?? [...accrued.keys()][0] ?? null;
  const valueIn = (code: string) =>
    earningPerHundredClicks(accrued.get(code) ?? 0n, clicks, currencyExponent(code) ?? 2);
  return {
    key: 'epc',
    value: currency === null ? null : valueIn(currency),
    unit: 'money_per_100_clicks',
    currency,
    window,
    samples: { clicks, actions },
    otherCurrencies: [...accrued.keys()]
      .filter((code) => code !== currency && accrued.get(code) !== 0n)
      .map((code) => ({ currency: code, value: valueIn(code) })),
  };
}

function conversion(key: 'cr' | 'cr48', clicks: bigint, actions: bigint, window: Span): Metric {
  return plain(key, percent(actions, clicks), 'percent', window, { clicks, actions });
}

function confirmation(sums: ActionSums, window: Span): Metric {
  const samples = { actions: sums.actions, confirmed: sums.approved };
  return plain('confirmation', percent(sums.approved, sums.actions), 'percent', window, samples);
}

/** The one metric that is a setting: the program's cookie (S-006), in days with up to two decimals. */
function cookie(program: ProgramFact): Metric {
  const hundredths = roundQuotient(BigInt(program.cookieMs) * 100n, BigInt(DAY_MS), 'half-even');
  return plain('cookie', { digits: hundredths, scale: 2 }, 'days', null, {});
}

/**
 * Processing and payment time. Payment includes processing (C-28) but may be known of other actions than those that were decided,
 * so it is never given below processing (S-008).
 */
function durations(sums: ActionSums, window: Span): readonly Metric[] {
  const processing = meanDays(sums.decidedMs, sums.decided);
  const paid = meanDays(sums.paidMs, sums.paid);
  const payment = paid !== null && processing !== null && paid.digits < processing.digits ? processing : paid;
  return [
    plain('processing', processing, 'days', window, { actions: sums.actions, decided: sums.decided }),
    plain('payment', payment, 'days', window, { actions: sums.actions, paid: sums.paid }),
  ];
}

/** Average times of a program in whole days, as its metrics give them (S-007, S-008); `null` while nothing tells. Read as `system`. */
export async function averageTimes(
  q: Queryable,
  program: string,
  now: Instant,
): Promise<{ readonly processingDays: number | null; readonly paymentDays: number | null }> {
  const window = { from: now - SETTLING_MS - SETTLED_MS, until: now - SETTLING_MS };
  const [sums = none] = (await actionSums(q, [program], [window])).get(program) ?? [];
  const [processing, payment] = durations(sums, window).map(({ value }) =>
    value === null ? null : Number(value.digits),
  );
  return { processingDays: processing ?? null, paymentDays: payment ?? null };
}

function plain(
  key: MetricKey,
  value: Decimal | null,
  unit: 'percent' | 'days',
  window: Span | null,
  samples: Readonly<Record<string, bigint>>,
): Metric {
  return { key, value, unit, currency: null, window, samples, otherCurrencies: [] };
}
