import type { Expectation } from '../expectation.ts';

type Counted = Extract<Expectation, { readonly count: number }>['kind'];
type Other = Exclude<Expectation['kind'], Counted>;

interface Words {
  readonly counted: Readonly<
    Record<Counted, Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>>
  >;
  readonly other: Readonly<Record<Other, string>>;
}

const russian: Words = {
  counted: {
    characters_min: { one: 'Нужно не меньше {{count}} знака.', other: 'Нужно не меньше {{count}} знаков.' },
    characters_max: { one: 'Можно не больше {{count}} знака.', other: 'Можно не больше {{count}} знаков.' },
    items_min: { one: 'Нужно не меньше {{count}} значения.', other: 'Нужно не меньше {{count}} значений.' },
    items_max: { one: 'Можно не больше {{count}} значения.', other: 'Можно не больше {{count}} значений.' },
  },
  other: {
    at_least: 'Нужно число не меньше {{value}}.',
    at_most: 'Нужно число не больше {{value}}.',
    above: 'Нужно число больше {{value}}.',
    below: 'Нужно число меньше {{value}}.',
    one_of: 'Подойдёт одно из: {{value}}.',
    filled: 'Поле не должно быть пустым.',
    text: 'Нужен текст.',
    number: 'Нужно число.',
    integer: 'Нужно целое число.',
    yes_or_no: 'Нужно true или false.',
    list: 'Нужен список.',
    email: 'Нужен адрес почты вида name@example.org.',
    url: 'Нужен полный адрес, например https://example.org/.',
    date: 'Нужна дата вида 2022-06-15.',
    instant: 'Нужно время вида 2022-06-15T09:00:00Z.',
    id: 'Нужен идентификатор (UUID).',
  },
};

const spanish: Words = {
  counted: {
    characters_min: {
      one: 'Hace falta al menos {{count}} carácter.',
      other: 'Hacen falta al menos {{count}} caracteres.',
    },
    characters_max: { one: 'Como máximo {{count}} carácter.', other: 'Como máximo {{count}} caracteres.' },
    items_min: { one: 'Hace falta al menos {{count}} valor.', other: 'Hacen falta al menos {{count}} valores.' },
    items_max: { one: 'Como máximo {{count}} valor.', other: 'Como máximo {{count}} valores.' },
  },
  other: {
    at_least: 'Debe ser un número de {{value}} o más.',
    at_most: 'Debe ser un número de {{value}} o menos.',
    above: 'Debe ser un número mayor que {{value}}.',
    below: 'Debe ser un número menor que {{value}}.',
    one_of: 'Debe ser uno de: {{value}}.',
    filled: 'No puede quedar vacío.',
    text: 'Debe ser un texto.',
    number: 'Debe ser un número.',
    integer: 'Debe ser un número entero.',
    yes_or_no: 'Debe ser true o false.',
    list: 'Debe ser una lista.',
    email: 'Debe ser una dirección de correo como name@example.org.',
    url: 'Debe ser una dirección completa, por ejemplo https://example.org/.',
    date: 'Debe ser una fecha como 2022-06-15.',
    instant: 'Debe ser una hora como 2022-06-15T09:00:00Z.',
    id: 'Debe ser un identificador (UUID).',
  },
};

const languages = { ru: russian, es: spanish } as const;
const plurals = { ru: new Intl.PluralRules('ru'), es: new Intl.PluralRules('es') } as const;

/** What was expected, in a language; English stands in the detail of the refusal. */
export function expectationText(expectation: Expectation, language: 'ru' | 'es'): string {
  const { counted, other } = languages[language];
  if ('count' in expectation) {
    const forms = counted[expectation.kind];
    const form = forms[plurals[language].select(expectation.count)] ?? forms.other;
    return form.replace('{{count}}', String(expectation.count));
  }
  const text = other[expectation.kind];
  return 'value' in expectation ? text.replace('{{value}}', () => expectation.value) : text;
}
