/** English writes `$30.39`; any other sign stands behind its number, as in all other languages (S-002): `299 ₽`. */
const BEFORE_IN_ENGLISH = /^[$€£¥]$/;

export function isSignBefore(language: string, sign: string): boolean {
  return language === 'en' && BEFORE_IN_ENGLISH.test(sign);
}

const NO_BREAK = '\u00a0';

/** An amount as Intl has taken it apart, with its sign where people of the language expect it. */
export function amountText(language: string, parts: readonly Intl.NumberFormatPart[]): string {
  const sign = parts.find(({ type }) => type === 'currency')?.value ?? '';
  const text = (some: readonly Intl.NumberFormatPart[]) => some.map(({ value }) => value).join('');
  if (language !== 'en' || isSignBefore(language, sign)) return text(parts);
  const number = parts.filter(({ type, value }) => type !== 'currency' && !(type === 'literal' && value.trim() === ''));
  return `${text(number)}${NO_BREAK}${sign}`;
}

const isDigits = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

/** An amount with the digits it was stated with, as people of the language write it: `$38.00`, `38,00 $`. */
export function statedAmountText(language: string, digits: string, currency: string): string {
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 20,
  });
  return isDigits(digits) ? amountText(language, format.formatToParts(digits)) : `${digits} ${currency}`;
}
