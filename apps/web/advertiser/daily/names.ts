import type { TFunction } from 'i18next';

/** A code of a closed list in the reader's words; one that is not known stays as it is. Dots would be steps into the catalogue. */
export function named(
  t: TFunction<'advertiser'>,
  list: 'reason' | 'event' | 'kind' | 'rewards' | 'intake',
  code: string,
): string {
  return t(`names.${list}.${code.replace('.', '-')}` as 'names.kind.other', { defaultValue: code });
}
