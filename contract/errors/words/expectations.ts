import type { Expectation } from '../expectation.ts';
import type { ErrorLanguage } from './index.ts';
import { shownText } from './told.ts';

type Counted = Extract<Expectation, { readonly count: number }>['kind'];
type Other = Exclude<Expectation['kind'], Counted>;

interface Words {
  readonly counted: Readonly<
    Record<Counted, Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>>
  >;
  readonly other: Readonly<Record<Other, string>>;
}

const english: Words = {
  counted: {
    characters_min: { one: 'Use at least {{count}} character.', other: 'Use at least {{count}} characters.' },
    characters_max: { one: 'Use at most {{count}} character.', other: 'Use at most {{count}} characters.' },
    visible_max: {
      one: 'Use one visible character, no blank.',
      other: 'Use 1 to {{count}} visible characters without blanks.',
    },
    items_min: { one: 'Name at least {{count}}.', other: 'Name at least {{count}}.' },
    items_max: { one: 'Name at most {{count}}.', other: 'Name at most {{count}}.' },
  },
  other: {
    at_least: 'Use a number of at least {{value}}.',
    at_most: 'Use a number of at most {{value}}.',
    above: 'Use a number above {{value}}.',
    below: 'Use a number below {{value}}.',
    one_of: 'Use one of: {{value}}.',
    filled: 'This must not be empty.',
    text: 'Use a text.',
    number: 'Use a number.',
    integer: 'Use a whole number.',
    yes_or_no: 'Use true or false.',
    list: 'Use a list.',
    email: 'Write an address such as name@example.org.',
    url: 'Use a full address, such as https://example.org/.',
    date: 'Use a date such as 2022-06-15.',
    instant: 'Use a time such as 2022-06-15T09:00:00Z.',
    id: 'Use an id (UUID).',
    not_before: 'Choose {{value}} or later.',
    later_than: 'Choose a time after {{value}}.',
    storable: 'Leave out characters that cannot be kept: NUL and half characters.',
    word: 'Use letters, digits and underscores only.',
    landing_path:
      'Begin each pattern with /, use {product}, {store} and {category} each at most once, and at most two of them and * between two slashes.',
    each_once: 'Name each one once.',
    listed: 'Choose among those of the list.',
    plain_url: 'Leave user name and password out of the address.',
    public_host: 'Use a public name such as example.org, not a number or a local name.',
    host_name: 'Use host names in small letters, such as example.org; *. before one stands for all below it.',
    allowed_host: 'Use an address on one of the allowed hosts of the program.',
    network_link: 'Paste a link of this network.',
    short_link: 'The link would get too long; shorten what is added to it.',
    unaltered_link: 'The page of this link was altered after the link was made; make a new link of that page.',
    own_program: 'Choose programs of your own; the operator ties programs of different advertisers.',
    country_codes: 'Use two capital letters for each country, each once.',
    promised_to_partners: 'This was promised to partners: you may make it stricter, the operator may weaken it.',
    hours: 'Use hours from 0 to 23.',
    page_mark: 'Take `next` of the page before as it is.',
    click_id: 'Use the id of a click as it was given.',
    cells: 'Give each row as many cells as the header has.',
    past: 'Choose a time that is past.',
  },
};

const russian: Words = {
  counted: {
    characters_min: { one: 'Нужно не меньше {{count}} знака.', other: 'Нужно не меньше {{count}} знаков.' },
    characters_max: { one: 'Можно не больше {{count}} знака.', other: 'Можно не больше {{count}} знаков.' },
    visible_max: {
      one: 'Нужно от 1 до {{count}} видимого знака без пробелов.',
      other: 'Нужно от 1 до {{count}} видимых знаков без пробелов.',
    },
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
    not_before: 'Подойдёт {{value}} или позже.',
    later_than: 'Нужно время позже {{value}}.',
    storable: 'Уберите знаки, которые нельзя сохранить: NUL и половины символов.',
    word: 'Нужны только латинские буквы, цифры и подчёркивания.',
    landing_path:
      'Начните каждый шаблон с /; {product}, {store} и {category} ставьте не более одного раза, а между двумя косыми чертами – не более двух из них и знаков *.',
    each_once: 'Назовите каждое по одному разу.',
    listed: 'Выберите из списка.',
    plain_url: 'Уберите из адреса имя пользователя и пароль.',
    public_host: 'Нужно публичное имя сайта, например example.org, а не номер и не имя в местной сети.',
    host_name: 'Нужны имена сайтов строчными буквами, например example.org; *. впереди — все имена ниже.',
    allowed_host: 'Нужен адрес на одном из разрешённых сайтов программы.',
    network_link: 'Вставьте ссылку этой сети.',
    short_link: 'Ссылка получилась бы слишком длинной; сократите то, что к ней добавляется.',
    unaltered_link:
      'Адрес страницы в этой ссылке изменили после её создания; сделайте новую ссылку на нужную страницу.',
    own_program: 'Выберите собственные программы; программы разных рекламодателей связывает оператор.',
    country_codes: 'Нужны две заглавные буквы на страну, каждая страна один раз.',
    promised_to_partners: 'Это обещано партнёрам: вы можете сделать строже, а ослабить может оператор.',
    hours: 'Нужны часы от 0 до 23.',
    page_mark: 'Возьмите `next` предыдущей страницы без изменений.',
    click_id: 'Нужен id клика в том виде, в каком он был выдан.',
    cells: 'В каждой строке должно быть столько ячеек, сколько в заголовке.',
    past: 'Нужно время в прошлом.',
  },
};

const spanish: Words = {
  counted: {
    characters_min: {
      one: 'Hace falta al menos {{count}} carácter.',
      other: 'Hacen falta al menos {{count}} caracteres.',
    },
    characters_max: { one: 'Como máximo {{count}} carácter.', other: 'Como máximo {{count}} caracteres.' },
    visible_max: {
      one: 'Use un carácter visible, sin espacios.',
      other: 'Use de 1 a {{count}} caracteres visibles sin espacios.',
    },
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
    not_before: 'Elija {{value}} o más tarde.',
    later_than: 'Elija una hora posterior a {{value}}.',
    storable: 'Quite los caracteres que no se pueden guardar: NUL y mitades de símbolos.',
    word: 'Use solo letras, cifras y guiones bajos.',
    landing_path:
      'Empiece cada patrón con /; use {product}, {store} y {category} una sola vez cada uno y, entre dos barras, no más de dos de ellos o de *.',
    each_once: 'Nombre cada uno una sola vez.',
    listed: 'Elija uno de la lista.',
    plain_url: 'Quite de la dirección el usuario y la contraseña.',
    public_host: 'Use un nombre público, por ejemplo example.org, no un número ni un nombre de red local.',
    host_name: 'Use nombres de sitio en minúsculas, por ejemplo example.org; *. delante vale por todos los de debajo.',
    allowed_host: 'Use una dirección en uno de los sitios permitidos del programa.',
    network_link: 'Pegue un enlace de esta red.',
    short_link: 'El enlace sería demasiado largo; acorte lo que se le añade.',
    unaltered_link: 'La página de este enlace se alteró después de crearlo; cree un enlace nuevo de esa página.',
    own_program: 'Elija programas propios; los de distintos anunciantes los une el operador.',
    country_codes: 'Use dos letras mayúsculas por país, cada uno una vez.',
    promised_to_partners:
      'Esto se prometió a los socios: usted puede hacerlo más estricto; rebajarlo, solo el operador.',
    hours: 'Use horas de 0 a 23.',
    page_mark: 'Tome `next` de la página anterior tal cual.',
    click_id: 'Use el id de un clic tal como se dio.',
    cells: 'Cada fila debe tener tantas celdas como el encabezado.',
    past: 'Elija una hora ya pasada.',
  },
};

const languages = { en: english, ru: russian, es: spanish } as const;
const plurals = {
  en: new Intl.PluralRules('en'),
  ru: new Intl.PluralRules('ru'),
  es: new Intl.PluralRules('es'),
} as const;

/** What was expected, in a language. */
export function expectationText(expectation: Expectation, language: ErrorLanguage): string {
  const { counted, other } = languages[language];
  if ('count' in expectation) {
    const forms = counted[expectation.kind];
    const form = forms[plurals[language].select(expectation.count)] ?? forms.other;
    return form.replace('{{count}}', String(expectation.count));
  }
  const text = other[expectation.kind];
  if (!('value' in expectation)) return text;
  const { kind, value } = expectation;
  const names = kind === 'one_of' ? value.split(', ').map((each) => shownText(each, language)) : null;
  return text.replace('{{value}}', () => names?.join(', ') ?? shownText(value, language));
}
