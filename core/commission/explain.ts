import { formatCanonical, formatDecimal } from '../money/decimal.ts';
import { formatMoney, subtractMoney } from '../money/money.ts';
import type { ProgramTerms } from '../terms/model.ts';
import type { Decision, LineDecision } from './decision.ts';
import type { LineFacts, OrderFacts } from './facts.ts';
import { readHistory } from './history.ts';
import { isReason } from './reasons.ts';
import { en } from './sentences/en.ts';
import { es } from './sentences/es.ts';
import { ru } from './sentences/ru.ts';
import { type KnownNote, knownNotes, type LineStory, type Sentences } from './sentences/sentences.ts';

export const locales = ['en', 'ru', 'es'] as const;
export type Locale = (typeof locales)[number];

export const sentencesOf: Readonly<Record<Locale, Sentences>> = { en, ru, es };

const MS_PER_HOUR = 3_600_000;

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
    earned: formatMoney(decision.commission),
    termsVersion: decision.termsVersion,
  };
  const { lines } = readHistory(facts);
  const told = decision.lines.flatMap((line, index) => {
    const story = lineStory(line, lines[index], { decision, facts, terms, locale });
    return lineSentences(line, story, say).map((sentence) => say.line(line.lineId, sentence));
  });
  return [say.order[decision.status](order), say.terms(order), ...told];
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

function lineStory(line: LineDecision, reported: LineFacts | undefined, telling: Telling): LineStory {
  const { decision, facts, terms, locale } = telling;
  const version = terms.versions.find(({ id }) => id === decision.termsVersion);
  const click = decision.click === null ? undefined : facts.clicks[decision.click];
  return {
    price: reported === undefined ? '—' : `${formatDecimal(reported.amount)} ${facts.currency}`,
    rate: line.rate === null ? null : formatCanonical(line.rate, 2),
    earned: formatMoney(line.commission),
    deducted: formatMoney(
      line.approved === null ? line.commission : subtractMoney(line.approved.commission, line.commission),
    ),
    clickCountry: countryName(click?.country ?? null, locale),
    deliveryCountry: countryName(facts.deliveryCountry, locale),
    windowHours: version === undefined ? 0 : Math.floor(version.attribution.windowMs / MS_PER_HOUR),
    confirmation: version?.confirmation.event ?? '',
  };
}

function countryName(code: string | null, locale: Locale): string {
  if (code === null) return sentencesOf[locale].unknown;
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
}
