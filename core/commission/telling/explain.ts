import {
  compareDecimals,
  type Decimal,
  formatCanonical,
  formatDecimal,
  subtractDecimals,
} from '../../money/decimal.ts';
import { formatMoney, type Money, subtractMoney } from '../../money/money.ts';
import type { FixedReward, ProgramTerms, TermsVersion } from '../../terms/model.ts';
import { type LineHistory, readHistory } from '../deciding/history.ts';
import type { Decision, LineDecision } from '../decision.ts';
import type { LineFacts, OrderFacts } from '../facts/facts.ts';
import { isReason } from '../reasons.ts';
import { en } from './sentences/en.ts';
import { es } from './sentences/es.ts';
import { ru } from './sentences/ru.ts';
import { type KnownNote, knownNotes, type LineStory, type Sentences } from './sentences/sentences.ts';

export const locales = ['en', 'ru', 'es'] as const;
export type Locale = (typeof locales)[number];

export const sentencesOf: Readonly<Record<Locale, Sentences>> = { en, ru, es };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Up to here a window is told in hours, as people do; longer ones of whole days in days. */
const HOURS_TOLD_MAX = 72;

export interface Explained {
  readonly decision: Decision;
  readonly facts: OrderFacts;
  readonly terms: ProgramTerms;
}

/**
 * A decision in plain sentences: what becomes of the order, by which terms, and for each line why, with its notes. Never empty. The
 * decision has to be the one these facts gave under these terms.
 */
export function explain({ decision, facts, terms }: Explained, locale: Locale): string[] {
  const say = sentencesOf[locale];
  const order = {
    orderId: decision.orderId,
    program: terms.name,
    earned: localised(formatMoney(decision.commission), say),
    termsVersion: decision.termsVersion,
  };
  const told = explainLines({ decision, facts, terms }, locale).flatMap((sentences, index) =>
    sentences.map((sentence) => say.line(decision.lines[index]?.lineId ?? '', sentence)),
  );
  return [say.order[decision.status](order), say.terms(order), ...told];
}

/** Why each line earns what it earns, with its notes; in the order of `decision.lines`. */
export function explainLines(explained: Explained, locale: Locale): string[][] {
  const { lines, histories } = readHistory(explained.facts);
  return explained.decision.lines.map((line, index) => {
    const priced = pricedAmount(lines[index], histories[index]);
    return lineSentences(line, lineStory(line, priced, { ...explained, locale }), sentencesOf[locale]);
  });
}

/** What the rate is taken of: the price, or what partial refunds left of it. */
function pricedAmount(line: LineFacts | undefined, history: LineHistory | undefined): Decimal | null {
  if (line === undefined) return null;
  const refunded = history?.refunded ?? null;
  return refunded === null || compareDecimals(refunded, line.amount) >= 0
    ? line.amount
    : subtractDecimals(line.amount, refunded);
}

function lineSentences(line: LineDecision, story: LineStory, say: Sentences): string[] {
  const notes = line.notes.map((note) => {
    if (isKnownNote(note)) return say.notes[note];
    return isReason(note) ? say.pricedBy(say.reasons[note](story)) : say.otherNote(note);
  });
  return [say.reasons[line.reason](story), ...notes];
}

function isKnownNote(note: string): note is KnownNote {
  return knownNotes.some((known) => known === note);
}

interface Telling extends Explained {
  readonly locale: Locale;
}

function lineStory(line: LineDecision, priced: Decimal | null, telling: Telling): LineStory {
  const { decision, facts, terms, locale } = telling;
  const say = sentencesOf[locale];
  const money = (amount: Money): string => localised(formatMoney(amount), say);
  const version = terms.versions.find(({ id }) => id === decision.termsVersion);
  const click = decision.click === null ? undefined : facts.clicks[decision.click];
  return {
    price: priced === null ? '—' : localised(`${formatDecimal(priced)} ${facts.currency}`, say),
    rate: line.rate === null ? null : localised(formatCanonical(line.rate, 2), say),
    fixed: fixedReward(line, version, say),
    earned: money(line.commission),
    deducted: money(
      line.approved === null ? line.commission : subtractMoney(line.approved.commission, line.commission),
    ),
    clickCountry: countryName(click?.country ?? null, locale),
    deliveryCountry: countryName(facts.deliveryCountry, locale),
    window: version === undefined ? '—' : duration(version.attribution.windowMs, locale),
    confirmation: confirmationName(version?.confirmation.event ?? '', say),
  };
}

function confirmationName(event: string, { confirmations }: Sentences): string {
  return Object.hasOwn(confirmations, event) ? (confirmations[event] ?? event) : event;
}

/** The fixed amounts of the rule that priced the line. */
function fixedReward(line: LineDecision, version: TermsVersion | undefined, say: Sentences): string | null {
  const outcome = version?.rules.find(({ name }) => name === line.rule)?.then;
  if (outcome?.kind !== 'pay' || outcome.reward.fixed.length === 0) return null;
  const told = ({ amount, per }: FixedReward): string =>
    say.fixed(localised(`${formatDecimal(amount.amount)} ${amount.currency}`, say), per);
  return outcome.reward.fixed.map(told).join(say.and);
}

/** `72 hours`, `30 days`, `90 minutes`, with the noun that the language wants after that number. */
function duration(ms: number, locale: Locale): string {
  const told = (unit: 'day' | 'hour' | 'minute', unitMs: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(ms / unitMs));
  if (ms % HOUR_MS !== 0) return told('minute', MINUTE_MS);
  return ms % DAY_MS === 0 && ms > HOURS_TOLD_MAX * HOUR_MS ? told('day', DAY_MS) : told('hour', HOUR_MS);
}

/** An exact decimal with the reader's sign for its point; digits stay as they are. */
function localised(amount: string, say: Sentences): string {
  return amount.replace('.', say.decimalPoint);
}

function countryName(code: string | null, locale: Locale): string {
  if (code === null) return sentencesOf[locale].unknown;
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
}
