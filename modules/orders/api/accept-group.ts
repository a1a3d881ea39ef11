import { isUnavailable, type Tx } from '../../../platform/db/index.ts';
import { inGroups } from '../../../platform/groups/index.ts';
import { type Program, programByCampaignCode, programsByCodes } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import type { ClickCheckDeps } from '../intake/click-checks.ts';
import { recordDurably } from '../intake/intake.ts';
import { type IntakeEntry, insertIntake } from '../intake/intake-store.ts';
import { type DecisionSummary, type EventReport, type OrderRef, type OrderReport, orderName } from '../model.ts';
import { type EventResult, type RecordDeps, type ReportResult, recordEvents, recordOrders } from '../record/record.ts';
import { lockOrderKeys } from '../store.ts';
import {
  forgetMessages,
  type KnownMessage,
  messageName,
  rememberMessages,
  type SignedMessage,
} from './message-store.ts';

/** What becomes of a request: its entry in the intake log, and what its sender is told once that is committed. */
export interface Kept<T> {
  readonly entry: IntakeEntry;
  readonly value: T;
}

/** What a request comes to once its program is known: a verdict, or something to record and an answer to whatever comes of that. */
export type Judged<T> =
  | { readonly kind: 'verdict'; readonly kept: Kept<T> }
  /** A signed message that recorded something before. */
  | {
      readonly kind: 'repeated';
      readonly report: OrderRef;
      readonly answer: (decision: DecisionSummary | null) => Kept<T>;
    }
  | {
      readonly kind: 'report';
      readonly report: OrderReport;
      readonly answer: (result: ReportResult, decision: DecisionSummary | null) => Kept<T>;
    }
  | {
      readonly kind: 'event';
      readonly report: EventReport;
      readonly answer: (result: EventResult, decision: DecisionSummary | null) => Kept<T>;
    };

/** What a group looked up for a request. */
export interface Found extends ClickCheckDeps {
  readonly program: Program | null;
  /** Currencies that the program's terms take; `null` while it has no terms. */
  readonly currencies: readonly string[] | null;
  /** What is known of its signed message; `null` for one that is new, and without a signature. */
  readonly known: KnownMessage | null;
}

/** A request that is read and waits for its group. Judging has no effect: a group that fails is judged again. */
export interface Submission<T> {
  /** Code of the program it names; `null` where that cannot be one. */
  readonly program: string | null;
  /** The message that a signature proves, to be remembered with what it records; `null` with a token. */
  readonly message: SignedMessage | null;
  readonly judge: (found: Found) => Promise<Judged<T>>;
}

/** Requests recorded in one transaction: far beyond where larger groups still get cheaper, and a second of work at most. */
const GROUP_SIZE_MAX = 500;
/**
 * While one group is decided and booked, the next is read and recorded, each on a core of its own; it waits where it comes to the periods
 * of the first. A third would only make groups smaller: it waits there too.
 */
const GROUPS_IN_FLIGHT_MAX = 2;

/**
 * Takes requests of all senders and has those that come in together judged, recorded, decided and logged in one transaction (G-2).
 * Resolves after its commit. Rejects when the store is away, and for a request at fault alone, whose neighbours are recorded.
 */
export function groupedIntake<T>(deps: OrdersDeps): (submission: Submission<T>) => Promise<T> {
  const submit = inGroups<Submission<T>, T>({
    sizeMax: GROUP_SIZE_MAX,
    inFlightMax: GROUPS_IN_FLIGHT_MAX,
    isHopeless: isUnavailable,
    work: (group) =>
      group.length === 1
        ? recordDurably(deps, (tx, recordDeps) => recordTogether(tx, { ...deps, ...recordDeps }, group))
        : deps.db.transaction({ role: 'system' }, (tx) => recordTogether(tx, deps, group), { keepPlans: true }),
  });
  const takeTurns = inTurn();
  return (submission) => {
    const { message } = submission;
    return message === null ? submit(submission) : takeTurns(messageName(message), () => submit(submission));
  };
}

/**
 * Work of one name is done one after the other, so that a group never holds two messages of one id: the second would be judged before
 * it is known what became of the first.
 */
function inTurn(): <R>(name: string, work: () => Promise<R>) => Promise<R> {
  const lastOf = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = lastOf.get(name);
    const mine = before === undefined ? work() : before.then(work, work);
    lastOf.set(name, mine);
    try {
      return await mine;
    } finally {
      if (lastOf.get(name) === mine) lastOf.delete(name);
    }
  };
}

async function recordTogether<T>(
  tx: Tx,
  deps: OrdersDeps & RecordDeps,
  group: readonly Submission<T>[],
): Promise<readonly T[]> {
  const messages = group.flatMap(({ message }) => message ?? []);
  const [find, known] = await Promise.all([lookUp(tx, deps, group), rememberMessages(tx, messages)]);
  const judged: Judged<T>[] = [];
  for (const submission of group) {
    const { message } = submission;
    const found = { ...find(submission), known: message === null ? null : (known.get(message) ?? null) };
    judged.push(await submission.judge(found));
  }
  const reports = judged.flatMap((each) => (each.kind === 'report' ? each.report : []));
  const events = judged.flatMap((each) => (each.kind === 'event' ? each.report : []));
  // All of them before anything else is locked: whoever holds balances never waits for an order. One kind alone is locked so anyway.
  if (reports.length > 0 && events.length > 0) await lockOrderKeys(tx, [...reports, ...events]);
  const reported = new Map(zip(reports, await recordOrders(tx, deps, reports)));
  const happened = new Map(zip(events, await recordEvents(tx, deps, events)));
  const isRecorded = (each: Judged<T>): boolean =>
    each.kind === 'report'
      ? present(reported.get(each.report)).ok
      : each.kind === 'event' && present(happened.get(each.report)).ok;
  await forgetMessages(
    tx,
    zip(group, judged).flatMap(([{ message }, each]) =>
      message === null || known.has(message) || isRecorded(each) ? [] : message,
    ),
  );
  const decisions = await deps.summaryOf(
    tx,
    judged.flatMap((each) => (each.kind === 'verdict' ? [] : each.report)),
  );
  const kept = judged.map((each): Kept<T> => {
    if (each.kind === 'verdict') return each.kept;
    const decision = decisions.get(orderName(each.report)) ?? null;
    if (each.kind === 'repeated') return each.answer(decision);
    return each.kind === 'report'
      ? each.answer(present(reported.get(each.report)), decision)
      : each.answer(present(happened.get(each.report)), decision);
  });
  await insertIntake(
    tx,
    kept.map(({ entry }) => entry),
  );
  return kept.map(({ value }) => value);
}

/** Programs and terms of the whole group, each with one statement. */
async function lookUp<T>(
  tx: Tx,
  deps: OrdersDeps,
  group: readonly Submission<T>[],
): Promise<(submission: Submission<T>) => Omit<Found, 'known'>> {
  const codes = [...new Set(group.flatMap(({ program }) => program ?? []))];
  const [programs, terms] =
    codes.length === 0
      ? [new Map<string, Program>(), new Map()]
      : await Promise.all([programsByCodes(tx, codes), deps.termsOf(tx, codes)]);
  const campaigns = new Map<string, Promise<Program | null>>();
  const programOfCampaign = (code: string): Promise<Program | null> => {
    const asked = campaigns.get(code) ?? programByCampaignCode(tx, code);
    campaigns.set(code, asked);
    return asked;
  };
  return ({ program: code }) => {
    const program = code === null ? null : (programs.get(code) ?? null);
    const currencies = terms.get(code ?? '')?.orderCurrencies ?? null;
    return { program, currencies, openClickId: deps.openClickId, programOfCampaign };
  };
}

function zip<A, B>(keys: readonly A[], values: readonly B[]): [A, B][] {
  return keys.flatMap((key, index): [A, B][] => {
    const value = values[index];
    return value === undefined ? [] : [[key, value]];
  });
}

function present<R>(result: R | undefined): R {
  if (result === undefined) throw new Error('a report or event without a result');
  return result;
}
