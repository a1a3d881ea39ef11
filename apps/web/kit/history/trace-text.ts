import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WhyStory } from '../../../../contract/wire/why.ts';
import { type Formats, useFormats } from '../values/format.ts';

/** The steps of a decision in the reader's language; English is the language in which they were recorded. */
export interface TraceTexts {
  step(text: string): string;
  fact(name: string, value: string | null): string;
  detail(text: string): string;
}

/** What products and categories are called, by id and key. */
export type TraceNames = WhyStory['names'];

/** Instants stand in the zone of the program, as everything else on the screen does. */
export function useTraceTexts({ terms, names }: Pick<WhyStory, 'terms' | 'names'>): TraceTexts {
  const { t, i18n } = useTranslation('trace');
  const plain = useFormats();
  const formats: Formats = { ...plain, instant: (at) => plain.instant(at, terms.time_zone) };
  const told = traceTexts(t, formats, names);
  if (i18n.language !== 'en') return told;
  const asRecorded = (text: string): string => text.replace(INSTANTS, (at) => formats.instant(at));
  return { step: asRecorded, detail: asRecorded, fact: told.fact };
}

const INSTANTS = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

type Say = TFunction<'trace'>;
type List = 'facts' | 'values' | 'statuses' | 'reasons' | 'events';

/** A pattern of what is recorded, and how its parts are said. */
type Saying = readonly [pattern: RegExp, say: (...parts: string[]) => string];

const NO_NAMES: TraceNames = { products: {}, categories: {} };

export function traceTexts(t: Say, formats: Formats, names: TraceNames = NO_NAMES): TraceTexts {
  const steps = [...stepSayings(t), ...orderSayings(t, formats)];
  const details = detailSayings(t, formats);
  return {
    step: (text) => said(steps, text),
    fact: (name, value) =>
      `${factName(t, name)}: ${valueText(t, formats, { ...names, name, value: value ?? 'unknown' })}`,
    detail: (text) => said(details, text),
  };
}

/** By the first pattern that fits; what no pattern knows, such as the name of a rule, stays as it is. */
function said(sayings: readonly Saying[], text: string): string {
  for (const [pattern, say] of sayings) {
    const parts = pattern.exec(text);
    if (parts !== null) return say(...parts.slice(1).map((part) => part ?? ''));
  }
  return text;
}

function named(t: Say, list: List, name: string): string {
  return t(`${list}.${name.replaceAll(' ', '-')}` as 'values.yes', { defaultValue: name });
}

function factName(t: Say, name: string): string {
  const [, fact, list] = /^(.+) in (.+)$/.exec(name) ?? [];
  if (fact === undefined || list === undefined) return named(t, 'facts', name);
  return t('facts.in-list', { fact: named(t, 'facts', fact), list });
}

interface Fact extends TraceNames {
  readonly name: string;
  readonly value: string;
}

function valueText(t: Say, formats: Formats, { name, value, products, categories }: Fact): string {
  if (/ country$/.test(name)) return value === 'unknown' ? t('values.unknown') : formats.country(value);
  if (name === 'category') return categories[value] ?? named(t, 'values', value);
  if (name === 'product') return products[value] ?? named(t, 'values', value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? formats.instant(value) : inFigures(formats, named(t, 'values', value));
}

function stepSayings(t: Say): readonly Saying[] {
  return [
    [/^terms version (.+)$/, (name) => t('steps.version', { name })],
    [/^terms version$/, () => t('steps.noVersion')],
    [/^click of another publisher$/, () => t('steps.otherClick')],
    [/^click (\S+)$/, (id) => t('steps.click', { id })],
    [/^click$/, () => t('steps.noClick')],
    [/^coupon (.+)$/, (code) => t('steps.coupon', { code })],
    [/^regime (.+)$/, (name) => t('steps.regime', { name })],
    [/^violation known$/, () => t('steps.violation')],
    [/^no rule$/, () => t('steps.noRule')],
  ];
}

/** Sums, what was reported of the order, and what became of each line. */
function orderSayings(t: Say, formats: Formats): readonly Saying[] {
  const outcome: Saying = [
    /^line (.+): (\w+) (\w+)$/,
    (line = '', status = '', reason = '') =>
      t('order.line', { line, status: named(t, 'statuses', status), reason: named(t, 'reasons', reason) }),
  ];
  return [
    [/^no internal rate is known between (\w+) and (\w+)$/, (from, to) => t('order.noRate', { from, to })],
    [/^nothing is kept of this line$/, () => t('order.nothing')],
    [
      /^cap per (\w+) (.+)$/,
      (per = '', rest = '') => `${t(`order.per.${per}` as 'order.per.day')}: ${inFigures(formats, inWords(t, rest))}`,
    ],
    [
      /^(line .+: \w+ \w+)$/,
      (lines = '') =>
        lines
          .split('; ')
          .map((line) => said([outcome], line))
          .join('; '),
    ],
    [
      /^(\d{4}-\S+) (goods received|\w+)(.*)$/,
      (at = '', event = '', rest = '') =>
        `${formats.instant(at)} ${named(t, 'events', event.replace(' ', '_'))}${inFigures(formats, inWords(t, rest))}`,
    ],
    [/^(.* (?:=|→) .*)$/, (sum = '') => inFigures(formats, inWords(t, sum))],
  ];
}

/** The few words between numbers. */
function inWords(t: Say, text: string): string {
  return text
    .replace(/\b(refunded|capped|cap)\b/g, (word) => t(`order.${word}` as 'order.cap'))
    .replace(/\bper (line|order)\b/g, (_, per) => t(`order.for.${per}` as 'order.for.line'))
    .replace(/\bused before\b/, () => t('order.used'))
    .replace(/\bthe whole order\b/, () => t('order.whole'))
    .replace(/\blines? (?=\S)/g, () => `${t('order.position')} `)
    .replace(/\bwhole\b/g, () => t('order.wholly'));
}

/** Amounts and rates with each of their digits, as the language writes them. */
function inFigures(formats: Formats, text: string): string {
  return text.replace(/(?<![\w.])\d+\.\d+(?![\w.])/g, (figure) => formats.decimal(figure));
}

function detailSayings(t: Say, formats: Formats): readonly Saying[] {
  const reason = (code = ''): string => named(t, 'reasons', code);
  const bound = (at = ''): string =>
    /^\d/.test(at) ? formats.instant(at) : t(at === 'the beginning' ? 'details.beginning' : 'details.notice');
  return [
    [/^it owns the order$/, () => t('details.owns')],
    [/^it came after the order$/, () => t('details.afterOrder')],
    [/^its age is not below the window$/, () => t('details.tooOld')],
    [/^another click or a coupon comes first$/, () => t('details.another')],
    [/^it was given to this ad space/, () => t('details.couponOwns')],
    [/^it was given to no ad space$/, () => t('details.couponFree')],
    [/^no click is on record$/, () => t('details.noClick')],
    [/^the terms state no version/, () => t('details.noVersion')],
    [/^it comes before the rules$/, () => t('details.beforeRules')],
    [/^no rule of the terms speaks/, () => t('details.noRule')],
    [/^valid from (.+) until (.+)$/, (from, until) => t('details.valid', { from: bound(from), until: bound(until) })],
    [/^pays a fixed amount, (\w+)$/, (code) => t('details.fixed', { reason: reason(code) })],
    [/^the rate is missing, (\w+)$/, (code) => t('details.missing', { reason: reason(code) })],
    [
      /^pays (\S+) %, (\w+)$/,
      (rate = '', code = '') => t('details.pays', { rate: formats.number(rate), reason: reason(code) }),
    ],
    [/^(\w+) ([A-Z][A-Za-z_]+)$/, (status = '', code = '') => `${named(t, 'statuses', status)}: ${reason(code)}`],
  ];
}
