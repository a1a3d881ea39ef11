import { citedText } from '../../citation.ts';
import { instantText } from '../../date-text.ts';
import { words as spanishRules } from '../../words/es/conduct.ts';
import { words as russianRules } from '../../words/ru/conduct.ts';
import type { Refusal } from '../refusal.ts';
import { told as spanish } from './es/told.ts';
import type { ErrorLanguage } from './index.ts';
import { told as russian } from './ru/told.ts';
import { valueNames } from './value-names.ts';

const sentences = { ru: russian, es: spanish } as const;
const rulesOf = { ru: russianRules, es: spanishRules } as const;
export type ToldLanguage = keyof typeof sentences;

/** This very case in a language; `null` where its code has no sentence, or the refusal lacks what the sentence names. */
export function toldText(refusal: Refusal, language: ToldLanguage): string | null {
  const sentence = sentences[language][refusal.code];
  if (sentence === undefined) return null;
  const reason = refusal.extra?.['reason'];
  const known: Readonly<Record<string, unknown>> = {
    ...refusal.extra,
    value: refusal.value,
    field: refusal.field,
    reason: typeof reason === 'string' ? citedText(reason, rulesOf[language]) : reason,
  };
  const parts = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) =>
    name === 'retry_after' ? duration(known[name], language) : shown(known[name], language),
  );
  if (parts.includes(null)) return null;
  return sentence.replace(/\{\{\w+\}\}/g, () => parts.shift() ?? '');
}

function shown(value: unknown, language: ToldLanguage): string | null {
  if (Array.isArray(value)) {
    const parts = value.flatMap((each) => shown(each, language) ?? []);
    return parts.length === 0 ? null : new Intl.ListFormat(language).format(parts);
  }
  if (typeof value === 'number') return new Intl.NumberFormat(language).format(Math.ceil(value));
  return typeof value !== 'string' || value === '' ? null : shownText(value, language);
}

/** A text as a sentence says it: instants as the language writes them, roles and states by their names, anything else as it is. */
export function shownText(value: string, language: ErrorLanguage): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return `${instantText(language, Date.parse(value), 'UTC')} UTC`;
  return language === 'en' ? value : (valueNames[language][value] ?? value);
}

const MINUTE_SECONDS = 60;
/** From here on nobody counts seconds. */
const SECONDS_MAX = 120;

function duration(value: unknown, language: ToldLanguage): string | null {
  if (typeof value !== 'number') return null;
  const [count, unit] =
    value > SECONDS_MAX ? [Math.ceil(value / MINUTE_SECONDS), 'minute'] : [Math.ceil(value), 'second'];
  const text = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  // An abbreviation whose dot would end the sentence.
  return text.replace(/\.$/, '');
}
