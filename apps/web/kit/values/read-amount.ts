const SPACES = /[\s\u00a0\u202f]/g;

/** How many places amounts of a currency have. */
export function placesOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
}

/**
 * What somebody typed as an amount, with all its places; `null` where it is none. Groups are read as the language writes them, and a point or a
 * comma before the places, whichever the keyboard has.
 */
export function readAmount(typed: string, language: string, places: number): string | null {
  const group = new Intl.NumberFormat(language).formatToParts(1_234_567).find(({ type }) => type === 'group')?.value;
  const text = typed.replace(SPACES, '');
  const isGrouped = (group === ',' || group === '.') && new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(?!\\d)`).test(text);
  const plain = isGrouped && group !== undefined ? text.replaceAll(group, '') : text;
  const [, whole, fraction = ''] = /^(\d{1,15})(?:[.,](\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || fraction.length > places) return null;
  const digits = whole.replace(/^0+(?=\d)/, '');
  return places === 0 ? digits : `${digits}.${fraction.padEnd(places, '0')}`;
}
