import type { Locale } from '../../../core/commission/index.ts';

/** What `tributary why` says around its sentences. Statuses, reasons, titles of entries and names of rules are codes and stay. */
export interface WhyWords {
  readonly terms: string;
  readonly click: string;
  readonly none: string;
  readonly unknown: string;
  readonly line: string;
  readonly howDecided: string;
  readonly whatHappened: string;
  readonly nothingBooked: string;
  /** Heads of the columns before the commission, whose head is its currency. */
  readonly lineColumns: readonly [line: string, status: string, reason: string, rate: string];
  readonly postingColumns: readonly [
    effective: string,
    title: string,
    account: string,
    amount: string,
    currency: string,
    line: string,
    event: string,
  ];
}

export const whyWords: Readonly<Record<Locale, WhyWords>> = {
  en: {
    terms: 'terms',
    click: 'click',
    none: 'none',
    unknown: 'unknown',
    line: 'line',
    howDecided: 'How it was decided',
    whatHappened: 'What happened',
    nothingBooked: 'Nothing was booked.',
    lineColumns: ['line', 'status', 'reason', 'rate %'],
    postingColumns: ['effective', 'title', 'account', 'amount', 'currency', 'line', 'event'],
  },
  ru: {
    terms: 'условия',
    click: 'клик',
    none: 'нет',
    unknown: 'неизвестно',
    line: 'строка',
    howDecided: 'Как это было решено',
    whatHappened: 'Что произошло',
    nothingBooked: 'Проводок нет.',
    lineColumns: ['строка', 'статус', 'причина', 'ставка %'],
    postingColumns: ['действует с', 'название', 'счёт', 'сумма', 'валюта', 'строка', 'событие'],
  },
  es: {
    terms: 'condiciones',
    click: 'clic',
    none: 'ninguno',
    unknown: 'desconocido',
    line: 'línea',
    howDecided: 'Cómo se decidió',
    whatHappened: 'Qué pasó',
    nothingBooked: 'No se contabilizó nada.',
    lineColumns: ['línea', 'estado', 'motivo', 'tarifa %'],
    postingColumns: ['con efecto', 'título', 'cuenta', 'importe', 'moneda', 'línea', 'evento'],
  },
};
