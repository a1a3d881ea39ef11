import {
  type Decision,
  decide,
  explain,
  factsToJson,
  type Locale,
  type OrderFacts,
  readTrace,
} from '../../../core/commission/index.ts';
import { formatCanonical } from '../../../core/money/decimal.ts';
import { formatAmount } from '../../../core/money/money.ts';
import type { ProgramTerms } from '../../../core/terms/model.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { type HistoryRow, orderPostings } from '../../ledger/index.ts';
import type { CommissionDeps, StoredDecision } from '../model.ts';
import { remarks } from '../remarks.ts';
import { findDecided, latestDecisions } from '../store.ts';
import { termsOfDecision } from '../terms-of-decision.ts';
import { compiled } from './decide-orders.ts';

/** Rates are written as `tributary decide` writes them: `5.00`. */
const RATE_DECIMALS_MIN = 2;

export type WhyDeps = Pick<CommissionDeps, 'termsOfPublication'>;

/** A decision with its trace, and what it was made from. */
interface Told {
  readonly decision: Decision;
  readonly facts: OrderFacts;
  readonly terms: ProgramTerms;
}

/** One step on the way to the decision; `line_id` is null for what concerns the whole order. */
export interface WhyStep {
  readonly part: 'attribution' | 'rules' | 'arithmetic' | 'order';
  readonly line_id: string | null;
  readonly step: string;
  readonly outcome: 'hit' | 'miss' | null;
  readonly facts: Readonly<Record<string, string | null>>;
  readonly detail: string | null;
}

/** The answer to "why is this number what it is" (I-35), in the form of `tributary why --json` and of the API. */
export interface WhyAnswer {
  readonly order_id: string;
  readonly program: string;
  readonly click_id: string | null;
  readonly terms_version: string | null;
  readonly engine_version: string;
  readonly status: string;
  readonly commission: { readonly amount: string; readonly currency: string };
  readonly revision: number;
  readonly decided_at: string;
  readonly lines: readonly {
    readonly line_id: string;
    readonly status: string;
    readonly reason: string;
    readonly notes: readonly string[];
    readonly rate: string | null;
    readonly commission: string;
  }[];
  readonly sentences: readonly string[];
  readonly trace: readonly WhyStep[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly postings: readonly WhyPosting[];
}

export interface WhyPosting {
  readonly entry_id: string;
  readonly title: string;
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly line_id: string | null;
  readonly event: string | null;
  readonly revision: number | null;
  readonly terms_version: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly fx: { readonly pair: string; readonly rate: string; readonly source: string } | null;
  readonly effective_at: string;
  readonly recorded_at: string;
}

export type WhyResult =
  | { readonly ok: true; readonly value: WhyAnswer }
  /** There is no such order, or the asker may not see it: nobody learns which. */
  | { readonly ok: false; readonly error: 'not_found' }
  /** The bare id names orders of several programs. */
  | { readonly ok: false; readonly error: 'ambiguous'; readonly names: readonly string[] };

/**
 * Tells why an order earns what it earns, with the rules tried recomputed from the stored facts. `name` is `program/order_id` or a
 * bare id. What the asker sees is decided by the transaction `q` belongs to; `viewer` is the asking publisher, who is told nothing of
 * the clicks of others.
 */
export async function why(
  q: Queryable,
  deps: WhyDeps,
  name: string,
  options: { readonly locale: Locale; readonly viewer: string | null },
): Promise<WhyResult> {
  const refs = await findDecided(q, name);
  const [ref, second] = refs;
  if (ref !== undefined && second !== undefined) {
    return { ok: false, error: 'ambiguous', names: refs.map(({ program, orderId }) => `${program}/${orderId}`) };
  }
  const [stored] = ref === undefined ? [] : await latestDecisions(q, [ref]);
  if (ref === undefined || stored === undefined) {
    return { ok: false, error: 'not_found' };
  }
  const terms = await termsOfDecision(q, deps, stored);
  const decision = decide(compiled(terms), stored.facts, { trace: true });
  const postings = await orderPostings(q, ref.program, ref.orderId);
  return { ok: true, value: answer(stored, { decision, facts: stored.facts, terms }, postings, options) };
}

function answer(
  stored: StoredDecision,
  told: Told,
  postings: readonly HistoryRow[],
  options: { readonly locale: Locale; readonly viewer: string | null },
): WhyAnswer {
  const { decision } = stored;
  const { events } = factsToJson(stored.facts);
  return {
    order_id: stored.orderId,
    program: stored.program,
    click_id: stored.clickId,
    terms_version: decision.termsVersion,
    engine_version: decision.engineVersion,
    status: decision.status,
    commission: { amount: formatAmount(decision.commission), currency: decision.commission.currency },
    revision: stored.revision,
    decided_at: formatInstant(stored.decidedAt),
    lines: decision.lines.map((line) => ({
      line_id: line.lineId,
      status: line.status,
      reason: line.reason,
      notes: line.notes,
      rate: line.rate === null ? null : formatCanonical(line.rate, RATE_DECIMALS_MIN),
      commission: formatAmount(line.commission),
    })),
    sentences: [...explain(told, options.locale), ...remarks(stored.sources, options.locale)],
    trace: steps(told.decision, hiddenClicks(stored, options.viewer)),
    events: Array.isArray(events) ? events : [],
    postings: postings.map(posting),
  };
}

/** Ids of clicks that went through ad spaces of other publishers than the one who asks. */
function hiddenClicks({ facts, sources }: StoredDecision, viewer: string | null): ReadonlySet<string> {
  const others = facts.clicks.filter(
    ({ adSpace }) => viewer !== null && (adSpace.id === null || sources.publishers[adSpace.id] !== viewer),
  );
  return new Set(others.flatMap(({ clickId }) => clickId ?? []));
}

function steps(decision: Decision, hidden: ReadonlySet<string>): WhyStep[] {
  if (decision.trace === null) {
    return [];
  }
  const trace = readTrace(decision.trace);
  const said = (part: 'arithmetic' | 'order', lineId: string | null, step: string): WhyStep => ({
    part,
    line_id: lineId,
    step,
    outcome: null,
    facts: {},
    detail: null,
  });
  return [
    ...trace.attribution.map((step): WhyStep => {
      const isHidden = [...hidden].some((id) => step.step === `click ${id}`);
      const shown = isHidden ? { ...step, step: 'click of another publisher', facts: {} } : step;
      return { part: 'attribution', line_id: null, ...shown };
    }),
    ...trace.lines.flatMap(({ lineId, rules, arithmetic }) => [
      ...rules.map((step): WhyStep => ({ part: 'rules', line_id: lineId, ...step })),
      ...arithmetic.map((text) => said('arithmetic', lineId, text)),
    ]),
    ...trace.order.map((text) => said('order', null, text)),
  ];
}

function posting(row: HistoryRow): WhyPosting {
  const { currency } = row.account;
  return {
    entry_id: row.entryId,
    title: row.title,
    account: row.account.kind,
    amount: formatAmount({ minor: row.minor, currency }),
    currency,
    line_id: row.lineId,
    event: row.event,
    revision: row.revision,
    terms_version: row.termsVersion,
    rule: row.rule,
    reason: row.reason,
    fx: row.fx === null ? null : { pair: `${row.fx.base}/${row.fx.quote}`, rate: row.fx.rate, source: row.fx.source },
    effective_at: formatInstant(row.effectiveAt),
    recorded_at: formatInstant(row.recordedAt),
  };
}
