import type { TFunction } from 'i18next';

/** A reason by its name, with the code by which documents and exports know it; `null` for none. */
export function reasonText(t: TFunction<'operator'>, code: string | null): string | null {
  if (code === null) return null;
  const name = t(`ledger.reasons.${code}` as 'ledger.reasons.REFUNDED', { defaultValue: '' });
  return name === '' ? code : `${name} (${code})`;
}
