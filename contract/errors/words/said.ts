import { type Refusal, shownValue } from '../refusal.ts';
import { expectationText } from './expectations.ts';
import { type ErrorLanguage, errorText } from './index.ts';
import { toldText } from './told.ts';

/** A refusal in the words of its reader. */
export interface SaidRefusal {
  readonly title: string;
  /** The very case; empty where the language has no sentence for it. */
  readonly told: string;
  readonly remedy: string;
}

/** What is wrong, with which value, and what to do about it: of one among many, as `problemOf` says it of a request. */
export function saidRefusal(refusal: Refusal, language: ErrorLanguage): SaidRefusal {
  const { title, remedy } = errorText(refusal.code, language);
  const { expected } = refusal;
  return {
    title,
    told: language === 'en' ? refusal.detail : (toldText(refusal, language) ?? ''),
    remedy: expected === undefined ? remedy : expectationText(expected, language),
  };
}

/** The same of a row: with what was sent, shortened. */
export function rowRefusalOf(refusal: Refusal, language: ErrorLanguage) {
  const { code, field, value, detail } = refusal;
  return {
    code,
    field,
    value: value === undefined ? null : shownValue(value),
    detail,
    ...saidRefusal(refusal, language),
  };
}
