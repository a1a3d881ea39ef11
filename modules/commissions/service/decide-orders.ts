import {
  type CompiledTerms,
  compileTerms,
  decide,
  factsProblem,
  type OrderFacts,
} from '../../../core/commission/index.ts';
import type { JournalEntry } from '../../../core/posting/index.ts';
import type { ProgramTerms } from '../../../core/terms/model.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { postOrThrow } from '../../ledger/index.ts';
import type { OrderRecord, OrderRef } from '../../orders/index.ts';
import { decidedOrder } from '../action.ts';
import { entriesOf } from '../booking.ts';
import { asStored, factsHash } from '../codec.ts';
import { type Gathered, gather } from '../gather.ts';
import type { CommissionDeps, Sources, StoredDecision } from '../model.ts';
import { addTurnover } from '../period-store.ts';
import { countsPeriods, openPeriods, publisherOf } from '../periods.ts';
import { insertDecisions, latestDecisions } from '../store.ts';
import { NO_TERMS } from '../terms-of-decision.ts';
import { turnoverChanges } from '../turnover.ts';

/** Compiled terms by the terms they were made of; texts are immutable, so they are compiled once a process. */
const compiledTerms = new WeakMap<ProgramTerms, CompiledTerms>();

export function compiled(terms: ProgramTerms): CompiledTerms {
  const known = compiledTerms.get(terms) ?? compileTerms(terms);
  compiledTerms.set(terms, known);
  return known;
}

/** A decision on its way into the database, with what it was made under. */
interface Made {
  readonly stored: StoredDecision;
  readonly previous: StoredDecision | null;
  readonly terms: ProgramTerms;
}

export interface DecideOptions {
  /** `sent`: not to wait for the database to store the decisions; the transaction does before it commits. */
  readonly until?: 'stored' | 'sent';
  /** Orders among them that nobody decided yet, as reading them would answer. */
  readonly known?: readonly OrderRecord[];
}

/**
 * Decides orders, stores each decision with its facts, books the difference in the ledger and tells whoever listens, all in `tx`
 * (the system role). An order whose facts have not changed keeps its decision; nothing is stored or booked for it. Answers the new
 * decisions.
 *
 * The caller holds the orders' locks (`lockOrderKeys` of the orders module), so that two events of one order are decided one after
 * the other. Throws when an order is in a currency that its program does not take: intake refuses those (R-5).
 */
export async function decideOrders(
  tx: Tx,
  deps: CommissionDeps,
  refs: readonly OrderRef[],
  { until = 'stored', known = [] }: DecideOptions = {},
): Promise<readonly StoredDecision[]> {
  if (refs.length === 0) {
    return [];
  }
  const names = new Set(known.map(nameOf));
  const unread = refs.filter((ref) => !names.has(nameOf(ref)));
  const [read, latest] = await Promise.all([deps.orderRecords(tx, unread), latestDecisions(tx, unread)]);
  const records = [...known, ...read];
  const previous = new Map(latest.map((stored) => [nameOf(stored), stored]));
  const gathered = await gather(
    tx,
    deps,
    // In key order, like every lock that follows from it.
    records.sort(byName).map((record) => ({ record, previous: previous.get(nameOf(record)) ?? null })),
  );
  const counting = gathered.filter(countsPeriods).sort((a, b) => a.facts.orderedAt - b.facts.orderedAt);
  // Before anything is booked: whoever holds balances never waits for a period.
  const others = async () =>
    gathered.filter((one) => !countsPeriods(one)).flatMap((each) => make(deps, each, each.facts));
  const [book, made] = await Promise.all([
    counting.length === 0 ? null : openPeriods(tx, gathered, counting, ownerOf),
    others(),
  ]);
  if (book !== null) {
    for (const { stored } of made) book.put(stored);
    // Oldest first: each order counts against the periods of those after it.
    for (const each of counting) {
      for (const one of make(deps, each, book.factsOf(each))) {
        book.put(one.stored);
        made.push(one);
      }
    }
  }
  const kept = keep(tx, deps, made);
  if (until === 'stored') await kept;
  else tx.later(kept);
  return made.map(({ stored }) => stored);
}

/** Who earns by the order, whatever its periods say. */
function ownerOf({ terms, facts, sources }: Gathered): string | null {
  return publisherOf(decide(compiled(terms.terms), facts, { trace: false }).adSpaceId, sources.publishers);
}

/** Decides one order; nothing when facts and terms are those of its latest decision. */
function make(deps: CommissionDeps, gathered: Gathered, found: OrderFacts): Made[] {
  const { record, previous, terms, sources } = gathered;
  const facts = asStored(found);
  const termsPublication = terms.publication === NO_TERMS ? null : terms.publication;
  const isSame = previous?.termsPublication === termsPublication && factsHash(previous.facts).equals(factsHash(facts));
  if (isSame && !hasArrived(previous.sources, sources)) {
    return [];
  }
  const engine = compiled(terms.terms);
  const problem = termsPublication === null ? null : factsProblem(engine, facts);
  if (problem !== null) {
    throw new Error(
      `commissions: order ${nameOf(record)}: ${problem.field} '${problem.value}' instead of ${problem.expected}. ${problem.remedy}`,
    );
  }
  const decision = decide(engine, facts, { trace: false });
  const click = decision.click === null ? null : (facts.clicks[decision.click] ?? null);
  const stored: StoredDecision = {
    program: record.program,
    orderId: record.orderId,
    revision: (previous?.revision ?? 0) + 1,
    decidedAt: deps.clock.now(),
    advertiserOrg: record.advertiserOrg,
    publisherOrg: publisherOf(decision.adSpaceId, sources.publishers),
    event: eventOf(previous, facts, record),
    clickId: click?.clickId ?? null,
    termsPublication,
    facts,
    sources,
    decision,
  };
  return [{ stored, previous, terms: terms.terms }];
}

/** Whether a click that was known by its id alone is in the store now: the decision may be the same, its SubIDs are not (G-8). */
function hasArrived(before: Sources, now: Sources): boolean {
  const restored = new Set(before.clicks.filter(({ origin }) => origin === 'restored').map(({ clickId }) => clickId));
  return now.clicks.some(({ clickId, origin }) => origin === 'stored' && restored.has(clickId));
}

/** The latest of the events that the last decision did not know; else the one that took away an event that it knew. */
function eventOf(previous: StoredDecision | null, facts: OrderFacts, { reopened }: OrderRecord): string {
  const known = new Set(previous?.facts.events.map(({ id }) => id) ?? []);
  const news = facts.events.filter(({ id }) => !known.has(id)).sort((a, b) => a.at - b.at);
  const latest = news.at(-1)?.id;
  if (latest !== undefined) return latest;
  const closing = previous?.facts.events.find(({ type }) => type === 'closed')?.id;
  const isTakenBack = closing !== undefined && !facts.events.some(({ id }) => id === closing);
  return (isTakenBack ? reopened.at(-1)?.id : undefined) ?? (previous === null ? 'order' : 'change');
}

async function keep(tx: Tx, deps: CommissionDeps, made: readonly Made[]): Promise<void> {
  if (made.length === 0) {
    return;
  }
  const decisions = made.map(({ stored }) => stored);
  const decided = made.map(({ stored, previous, terms }) => decidedOrder(stored, previous, compiled(terms)));
  const entries = made.flatMap(({ stored, previous, terms }) => entriesOf(previous, stored, terms));
  const changes = turnoverChanges(made);
  const lowered = loweredOrders(entries);
  const settlements =
    lowered.size === 0
      ? []
      : await deps.settlementsOf(
          tx,
          decisions.filter((stored) => lowered.has(nameOf(stored))),
        );
  // The database is busy with one part while the next is written out for it.
  await Promise.all([
    deps.onDecided(tx, decided),
    insertDecisions(tx, decisions),
    addTurnover(tx, changes),
    postOrThrow(tx, [...entries, ...settlements]),
  ]);
}

/** Orders of which less is approved than before, for whoever was credited with it: what was advanced for them may be more than that. */
function loweredOrders(entries: readonly JournalEntry[]): ReadonlySet<string> {
  const lowers = ({ postings }: JournalEntry) =>
    postings.some(({ account, minor }) => account.kind === 'publisher_balance' && minor < 0n);
  return new Set(entries.flatMap((entry) => (entry.subject !== null && lowers(entry) ? nameOf(entry.subject) : [])));
}

function nameOf(ref: OrderRef | undefined): string {
  return ref === undefined ? 'none' : `${ref.program}/${ref.orderId}`;
}

function byName(a: OrderRecord, b: OrderRecord): number {
  if (a.program !== b.program) {
    return a.program < b.program ? -1 : 1;
  }
  return a.orderId < b.orderId ? -1 : 1;
}
