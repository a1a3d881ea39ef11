import { type Refusal, shownValue } from '../../contract/errors/index.ts';
import { formatDecimal } from '../../core/money/decimal.ts';
import type { ListEntry, ProgramTerms, TermsVersion } from '../../core/terms/index.ts';
import { formatInstant, formatWallTime } from '../../core/time/index.ts';
import type { Instant, Interval } from '../../core/time/instant.ts';
import type { ShownFinding } from './model.ts';

/** Findings that a refusal carries; `terms check` shows them all. */
export const FINDINGS_MAX = 50;

/** One reason why a publication is refused. */
export interface BackDating {
  /** What it is about, for example `version R2` or `store list special-stores: S-SPEC1`. */
  readonly what: string;
  readonly problem: string;
  /** Order times it speaks about: from (`null`: since ever) until, excluded, which is never later than the publication. */
  readonly from: Instant | null;
  readonly until: Instant;
}

/** The shortest stretch of order times in which all findings lie; `null` without findings. */
export function backDatedPeriod(
  findings: readonly BackDating[],
): { readonly from: Instant | null; readonly until: Instant } | null {
  if (findings.length === 0) return null;
  const starts = findings.map(({ from }) => from ?? Number.NEGATIVE_INFINITY);
  const first = Math.min(...starts);
  return { from: Number.isFinite(first) ? first : null, until: Math.max(...findings.map(({ until }) => until)) };
}

/**
 * What a new text would change of terms that are valid at `at` or were before (I-10, BAD-111). Allowed are: versions, list
 * entries and rates that begin later, an end (later than `at`) for what was open or ended later, changes of what has not begun,
 * and more order currencies: an order in one of them was no order until now. Notices are remarks and free.
 */
export function backDatings(before: ProgramTerms, after: ProgramTerms, at: Instant): BackDating[] {
  const past = { at, tooEarly: 'in the past' };
  const rates = [before.internalRates.map(rateEntry), after.internalRates.map(rateEntry)] as const;
  return [...changesBefore(before, after, past), ...entryChanges('internal rate', ...rates, past)];
}

/**
 * What a new text would change of what is valid before `at` + `noticeMs`: too early for partners who were promised that notice. Internal
 * rates are facts of their day, which nobody can announce.
 */
export function earlyChanges(
  before: ProgramTerms,
  after: ProgramTerms,
  { at, noticeMs }: { readonly at: Instant; readonly noticeMs: number },
): BackDating[] {
  const earliest = at + noticeMs;
  return changesBefore(before, after, { at: earliest, tooEarly: `before ${shownTime(earliest)}` });
}

/** What may not be touched: all that begins before, or ends by, that moment. */
interface Bound {
  readonly at: Instant;
  /** Ends a sentence about something that begins or ends too soon. */
  readonly tooEarly: string;
}

function changesBefore(before: ProgramTerms, after: ProgramTerms, bound: Bound): BackDating[] {
  return [
    ...settingChanges(before, after, bound.at),
    ...versionChanges(before, after, bound),
    ...listChanges('store list', before.storeLists, after.storeLists, bound),
    ...listChanges('product list', before.productLists, after.productLists, bound),
    ...listChanges('group of ad spaces', before.adSpaceGroups, after.adSpaceGroups, bound),
  ];
}

export function backDatedRefusal(findings: readonly BackDating[]): Refusal {
  const [first] = findings;
  const what = first === undefined ? 'the terms' : `${first.what}: ${first.problem}`;
  return {
    code: 'back_dated_terms',
    field: 'text',
    value: shownValue(first?.what ?? ''),
    detail: `The text changes what is already valid. ${what}`,
    extra: { findings: findings.slice(0, FINDINGS_MAX).map(shownFinding) },
  };
}

/** The refusal of a text whose changes begin before the notice has passed. */
export function shortNoticeRefusal(
  findings: readonly BackDating[],
  notice: { days: number; earliest: Instant },
): Refusal {
  const [first] = findings;
  const what = first === undefined ? '' : ` ${first.what}: ${first.problem}`;
  return {
    code: 'notice_too_short',
    field: 'text',
    value: shownValue(first?.what ?? ''),
    detail: `Changes are announced ${notice.days} days ahead, so they begin ${shownTime(notice.earliest)} or later.${what}`,
    extra: { findings: findings.slice(0, FINDINGS_MAX).map(shownFinding), earliest: formatInstant(notice.earliest) },
  };
}

/** As it leaves us: times as text. */
export function shownFinding({ what, problem, from, until }: BackDating): ShownFinding {
  return { what, problem, from: from === null ? null : formatInstant(from), until: formatInstant(until) };
}

function settingChanges(before: ProgramTerms, after: ProgramTerms, at: Instant): BackDating[] {
  const findings: { readonly what: string; readonly problem: string }[] = [];
  if (before.timeZone !== after.timeZone) {
    findings.push({
      what: 'time zone',
      problem: `it is ${before.timeZone} for ever; the text says ${after.timeZone}.`,
    });
  }
  for (const currency of before.orderCurrencies) {
    if (!after.orderCurrencies.includes(currency))
      findings.push({ what: `order currency ${currency}`, problem: 'it is gone.' });
  }
  for (const [name, countries] of Object.entries(before.countrySets)) {
    const now = own(after.countrySets, name);
    const same = now !== undefined && [...now].sort().join() === [...countries].sort().join();
    if (!same)
      findings.push({
        what: `country set ${name}`,
        problem: 'it differs; name a new set and use it in a new version.',
      });
  }
  return findings.map((finding) => ({ ...finding, from: null, until: at }));
}

function versionChanges(before: ProgramTerms, after: ProgramTerms, bound: Bound): BackDating[] {
  const entries = (terms: ProgramTerms) =>
    terms.versions.map((version) => entry(version.id, version, content(version)));
  return entryChanges('version', entries(before), entries(after), bound);
}

type Lists = Readonly<Record<string, readonly ListEntry[]>>;

function listChanges(kind: string, before: Lists, after: Lists, bound: Bound): BackDating[] {
  const entries = (lists: Lists) =>
    Object.entries(lists).flatMap(([name, list]) => list.map((item) => entry(`${name}: ${item.id}`, item, '')));
  return entryChanges(kind, entries(before), entries(after), bound);
}

interface Entry extends Interval {
  readonly name: string;
  /** Everything of it but its interval. */
  readonly content: string;
}

function entry(name: string, { from, until }: Interval, text: string): Entry {
  return { name, from, until, content: text };
}

function rateEntry(rate: ProgramTerms['internalRates'][number]): Entry {
  return entry(`${rate.base}/${rate.quote}`, rate, formatDecimal(rate.rate));
}

/** Compares what has begun. Entries of one name may follow one another; they are told apart by when they begin. */
function entryChanges(kind: string, before: readonly Entry[], after: readonly Entry[], bound: Bound): BackDating[] {
  const { at } = bound;
  const begun = (item: Entry) => item.from === null || item.from <= at;
  const old = byBeginning(before.filter(begun));
  const now = byBeginning(after.filter(begun));
  const findings: BackDating[] = [];
  for (const [id, item] of old) {
    const after = now.get(id);
    const problem = entryProblem(item, after, bound);
    if (problem !== null) findings.push({ what: `${kind} ${item.name}`, problem, ...concerned(item, after, at) });
  }
  for (const [id, item] of now) {
    if (old.has(id)) continue;
    const problem = `it would begin ${shownTime(item.from)}, ${bound.tooEarly}.`;
    findings.push({ what: `${kind} ${item.name}`, problem, ...concerned(item, undefined, at) });
  }
  return findings;
}

/** The order times for which it matters which of the two holds: all of them, or with equal contents those between the two ends. */
function concerned(before: Entry, after: Entry | undefined, at: Instant): Pick<BackDating, 'from' | 'until'> {
  const end = (item: Entry) => Math.min(item.until ?? at, at);
  if (after === undefined) return { from: before.from, until: end(before) };
  const ends = [end(before), end(after)] as const;
  const from = after.content === before.content ? Math.min(...ends) : before.from;
  return { from, until: Math.max(...ends) };
}

/** Entries of one name that even begin together are paired in the order of their ends. */
function byBeginning(entries: readonly Entry[]): Map<string, Entry> {
  const end = ({ until }: Entry) => until ?? Number.POSITIVE_INFINITY;
  const sorted = [...entries].sort((a, b) => Math.sign(end(a) - end(b)) || 0);
  const counts = new Map<string, number>();
  const keyed = new Map<string, Entry>();
  for (const item of sorted) {
    const key = JSON.stringify([item.name, item.from]);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    keyed.set(`${key} ${count}`, item);
  }
  return keyed;
}

function entryProblem(before: Entry, after: Entry | undefined, { at, tooEarly }: Bound): string | null {
  if (after === undefined) return 'it is gone, or begins at another time.';
  if (after.content !== before.content) return 'its content differs; publish a new version that begins later.';
  if (after.until === before.until) return null;
  const ended = before.until !== null && before.until <= at;
  if (ended) return `it ends ${shownTime(before.until)}; that cannot change.`;
  if (after.until !== null && after.until <= at) return `it would end ${shownTime(after.until)}, ${tooEarly}.`;
  return null;
}

function shownTime(at: Instant | null): string {
  return at === null ? 'before all time' : `${formatWallTime(at, 'UTC')} UTC`;
}

/** A version without its interval and without the places where its words stand: those move when lines are added above. */
function content(version: TermsVersion): string {
  const { from: _from, until: _until, ...rest } = version;
  return JSON.stringify(rest, (name, value) => {
    if (name === 'position') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
