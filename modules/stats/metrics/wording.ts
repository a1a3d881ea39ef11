import { isSignBefore } from '../../../contract/sign-place.ts';
import { type Decimal, formatDecimal } from '../../../core/money/index.ts';
import type { Metric, MetricKey } from './metrics.ts';

export const languages = ['en', 'ru', 'es'] as const;
export type Language = (typeof languages)[number];

interface Wording {
  readonly label: string;
  /** One sentence, as shown below the number (S-009). */
  readonly definition: string;
}

const wordings: Readonly<Record<Language, Readonly<Record<MetricKey, Wording>>>> = {
  en: {
    epc: {
      label: 'EPC',
      definition: 'Average earning of 100 clicks over the last 30 days, approved and pending rewards together.',
    },
    cr: { label: 'CR', definition: 'Ratio of actions to clicks over the last 30 days.' },
    cr48: { label: 'CR for 48 hours', definition: 'Ratio of actions to clicks over the last 48 hours.' },
    confirmation: {
      label: 'Confirmation',
      definition: 'Share of confirmed actions in all actions of the 180 days that ended 30 days ago.',
    },
    cookie: {
      label: 'PostClick cookie',
      definition: 'Time during which a buyer stays tied to the publisher after a click.',
    },
    processing: {
      label: 'Average processing time',
      definition: 'Average time from an action until the advertiser confirms or declines it.',
    },
    payment: {
      label: 'Estimated payment time',
      definition: 'Average time from an action until the advertiser has confirmed it and paid for it.',
    },
  },
  ru: {
    epc: {
      label: 'EPC',
      definition:
        'Средний заработок со 100 кликов за последние 30 дней: подтверждённые и ожидающие вознаграждения вместе.',
    },
    cr: { label: 'CR', definition: 'Отношение числа действий к числу кликов за последние 30 дней.' },
    cr48: { label: 'CR за 48 часов', definition: 'Отношение числа действий к числу кликов за последние 48 часов.' },
    confirmation: {
      label: 'Подтверждение',
      definition: 'Доля подтверждённых действий среди всех действий за 180 дней, которые закончились 30 дней назад.',
    },
    cookie: {
      label: 'PostClick cookie',
      definition: 'Время, в течение которого покупатель остаётся закреплён за паблишером после клика.',
    },
    processing: {
      label: 'Среднее время обработки',
      definition: 'Среднее время от действия до его подтверждения или отклонения рекламодателем.',
    },
    payment: {
      label: 'Ожидаемое время оплаты',
      definition: 'Среднее время от действия до того, как рекламодатель подтвердил его и оплатил.',
    },
  },
  es: {
    epc: {
      label: 'EPC',
      definition: 'Ganancia media por 100 clics de los últimos 30 días: recompensas aprobadas y pendientes juntas.',
    },
    cr: { label: 'CR', definition: 'Relación entre acciones y clics de los últimos 30 días.' },
    cr48: { label: 'CR por 48 horas', definition: 'Relación entre acciones y clics de las últimas 48 horas.' },
    confirmation: {
      label: 'Confirmación',
      definition: 'Porcentaje de acciones confirmadas entre todas las de los 180 días que terminaron hace 30 días.',
    },
    cookie: {
      label: 'cookie PostClick',
      definition: 'Tiempo durante el cual el comprador sigue vinculado al publisher después del clic.',
    },
    processing: {
      label: 'Tratamiento medio',
      definition: 'Tiempo medio desde la acción hasta que el anunciante la confirma o la rechaza.',
    },
    payment: {
      label: 'Tiempo estimado de pago',
      definition: 'Tiempo medio desde la acción hasta que el anunciante la ha confirmado y pagado.',
    },
  },
};

const days: Readonly<Record<Language, Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>>> = {
  en: { one: 'day', other: 'days' },
  ru: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
  es: { one: 'día', other: 'días' },
};

/** Shown where there is nothing to divide by (S-002). */
const NOTHING = '—';

export function wordingOf(key: MetricKey, language: Language): Wording {
  return wordings[language][key];
}

/** The value as people read it: `299 ₽`, `11.71%` (`11,71 %` in Spanish and Russian), `30 days`, `—`. */
export function metricText(metric: Pick<Metric, 'value' | 'unit' | 'currency'>, language: Language): string {
  const { value, unit, currency } = metric;
  if (value === null) return NOTHING;
  const number = localNumber(value, language);
  if (unit === 'percent') return language === 'en' ? `${number}%` : `${number} %`;
  if (unit === 'money_per_100_clicks') return currency === null ? number : amountText(number, currency, language);
  const category = new Intl.PluralRules(language).select(Number(formatDecimal(value)));
  return `${number} ${days[language][category] ?? days[language].other}`;
}

/** Digits of the language; decimals only where one of them is not zero. */
function localNumber(value: Decimal, language: Language): string {
  const [whole = '0', decimals = ''] = formatDecimal(value).split('.');
  const format = new Intl.NumberFormat(language);
  const separator = format.formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.';
  const text = format.format(BigInt(whole)).replaceAll(/\s/g, ' ');
  return /^0*$/.test(decimals) ? text : `${text}${separator}${decimals}`;
}

/** English writes `$30.39`; the ruble's sign follows in every language (S-002). */
function amountText(number: string, currency: string, language: Language): string {
  const sign = currencySign(currency);
  return isSignBefore(language, sign) ? `${sign}${number}` : `${number} ${sign}`;
}

/** `₽`, `$`, `€`; the code where a currency has no sign. */
function currencySign(currency: string): string {
  const parts = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** The first language of an Accept-Language header that we have; English where there is none. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? '')
    .slice(0, ACCEPT_LANGUAGE_CHARACTERS_MAX)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((q) => q !== undefined);
      return { tag: tag.split('-', 1)[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .toSorted((a, b) => b.quality - a.quality);
  for (const { tag, quality } of asked) {
    const found = languages.find((language) => language === tag);
    if (found !== undefined && quality > 0) return found;
  }
  return 'en';
}

/** Longer headers are no wish of a person. */
const ACCEPT_LANGUAGE_CHARACTERS_MAX = 500;
