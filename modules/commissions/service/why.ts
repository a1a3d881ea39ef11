import type { WhyAnswer, WhyElsewhere, WhyPosting, WhyStep, WhyStory } from '../../../contract/wire/why.ts';
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
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Actor, Database, Queryable } from '../../../platform/db/index.ts';
import { type HistoryRow, orderPostings } from '../../ledger/index.ts';
import type { EventHistory, OrderRef } from '../../orders/index.ts';
import type { CommissionDeps, StoredDecision } from '../model.ts';
import { remarks } from '../remarks.ts';
import { decisionsOfOrder, findDecided, latestDecisions } from '../store.ts';
import { termsOfDecision } from '../terms-of-decision.ts';
import { compiled } from './decide-orders.ts';
import { elsewhere } from './elsewhere.ts';
import { nextOf, type OrderOutlook } from './outlook.ts';
import { storyOf } from './story.ts';
import type { Reader, Told } from './told.ts';

/** Rates are written as `tributary decide` writes them: `5.00`. */
const RATE_DECIMALS_MIN = 2;

export interface WhyDeps extends Pick<CommissionDeps, 'termsOfPublication' | 'termsOf'> {
  /** Programs that an ad space joins together with one. */
  readonly joinsAlsoOf: (q: Queryable, program: string) => Promise<readonly string[]>;
  /** What products are called, and categories in a language; those without a name are absent. */
  readonly namesOf: (
    program: string,
    of: { readonly products: readonly string[]; readonly locale: Locale; readonly at: Instant },
  ) => Promise<WhyStory['names']>;
  readonly outlookOf: (ref: OrderRef) => Promise<OrderOutlook>;
  /** What was reported of an order, also what does not count or was taken back. */
  readonly eventsOf: (q: Queryable, ref: OrderRef) => Promise<readonly Pick<EventHistory, 'event'>[]>;
}

export type WhyResult =
  | { readonly ok: true; readonly value: WhyAnswer }
  /** There is no such order, or the asker may not see it: nobody learns which. */
  | { readonly ok: false; readonly error: 'not_found' }
  /** The bare id names orders of several programs. */
  | { readonly ok: false; readonly error: 'ambiguous'; readonly names: readonly string[] };

interface Found {
  readonly stored: StoredDecision;
  readonly told: Told;
  readonly postings: readonly HistoryRow[];
  readonly elsewhere: readonly WhyElsewhere[];
  readonly decisions: WhyAnswer['decisions'];
}

/**
 * Tells why an order earns what it earns, with the rules tried recomputed from the stored facts. `name` is `program/order_id` or a
 * bare id. What the asker sees is decided by `actor`; `viewer` is the asking publisher, who is told nothing of the clicks of others.
 */
export async function why(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  deps: WhyDeps,
  name: string,
  options: Reader,
): Promise<WhyResult> {
  const found = await db.transaction(actor, (tx) => find(tx, deps, name));
  if (!found.ok) return found;
  const { stored, told, postings, elsewhere, decisions } = found.value;
  // Averages are of everybody's orders: another reader than the asker looks them up, and not while the asker's transaction is open.
  const outlook = await deps.outlookOf(stored);
  const story: WhyStory = {
    ...storyOf(stored, told, options),
    next: nextOf(stored, told, outlook),
    elsewhere: [...elsewhere],
    names: await namesIn(told, stored.program, deps, options.locale),
  };
  return { ok: true, value: answer(stored, told, { story, postings, decisions }, options) };
}

/** Products as the catalogue of then calls them; categories as the page of the program does, or else its terms. */
async function namesIn(
  { facts, terms }: Told,
  program: string,
  { namesOf }: WhyDeps,
  locale: Locale,
): Promise<WhyStory['names']> {
  const keys = (of: (line: OrderFacts['lines'][number]) => string | null) => [
    ...new Set(facts.lines.flatMap((line) => of(line) ?? [])),
  ];
  const products = keys(({ productId }) => productId);
  const { products: titles, categories: labels } = await namesOf(program, { products, locale, at: facts.orderedAt });
  const categories = keys(({ category }) => category).flatMap((key) => {
    const name = labels[key] ?? terms.categoryNames[key];
    return name === undefined ? [] : [[key, name] as const];
  });
  return { products: titles, categories: Object.fromEntries(categories) };
}

async function find(
  q: Queryable,
  deps: WhyDeps,
  name: string,
): Promise<Extract<WhyResult, { readonly ok: false }> | { readonly ok: true; readonly value: Found }> {
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
  const told: Told = { decision: decide(compiled(terms), stored.facts, { trace: true }), facts: stored.facts, terms };
  const postings = await orderPostings(q, ref.program, ref.orderId);
  const decisions = await decisionsTold(q, deps, stored);
  return { ok: true, value: { stored, told, postings, elsewhere: await elsewhereOf(q, deps, told), decisions } };
}

/** More decisions of one order are told without the first ones. */
const DECISIONS_TOLD_MAX = 50;

/** Each decision of the order with what was reported before it: none takes the place of another in the record. */
async function decisionsTold(q: Queryable, deps: WhyDeps, ref: OrderRef): Promise<WhyAnswer['decisions']> {
  const made = await decisionsOfOrder(q, ref, DECISIONS_TOLD_MAX);
  const events = new Map((await deps.eventsOf(q, ref)).map(({ event }) => [event.id, event]));
  return made.map(({ revision, decidedAt, event: cause, decision }) => {
    const event = events.get(cause);
    return {
      revision,
      decided_at: formatInstant(decidedAt),
      status: decision.status,
      commission: { amount: formatAmount(decision.commission), currency: decision.commission.currency },
      because: event === undefined ? null : becauseOf(event),
    };
  });
}

function becauseOf({ content, at, reason, channel }: EventHistory['event']) {
  const by = channel === 'network' ? ('network' as const) : ('advertiser' as const);
  return { type: content.type, at: formatInstant(at), by, reason };
}

/** The programs that an ad space joins together with this one (S-113, S-115). */
async function elsewhereOf(q: Queryable, deps: WhyDeps, { decision, facts }: Told): Promise<WhyElsewhere[]> {
  const programs = decision.adSpaceId === null ? [] : await deps.joinsAlsoOf(q, facts.program);
  if (programs.length === 0) return [];
  const terms = await deps.termsOf(q, programs);
  return programs.flatMap((program) => {
    const found = terms.get(program);
    return found === undefined ? [] : (elsewhere(decision, facts, found.terms) ?? []);
  });
}

function answer(
  stored: StoredDecision,
  told: Told,
  { story, postings, decisions }: { readonly story: WhyStory } & Pick<Found, 'postings' | 'decisions'>,
  options: Reader,
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
      notes: [...line.notes],
      rate: line.rate === null ? null : formatCanonical(line.rate, RATE_DECIMALS_MIN),
      commission: formatAmount(line.commission),
    })),
    decisions: [...decisions],
    sentences: [...explain(told, options.locale), ...remarks(stored.sources, options.locale)],
    story,
    trace: steps(told.decision, hiddenClicks(stored, options.viewer)),
    events: Array.isArray(events) ? [...events] : [],
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
    kind: row.kind,
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
