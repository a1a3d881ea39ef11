import { instantText } from '../../contract/date-text.ts';
import { statedAmountText } from '../../contract/sign-place.ts';
import { formatDecimal } from '../../core/money/index.ts';
import type { DiffLocale, TellIn } from '../../core/terms/index.ts';

/** Amounts and times of terms as everything else writes them for a reader of the language. */
export function tellIn(language: DiffLocale): TellIn {
  return {
    amount: ({ amount, currency }) => statedAmountText(language, formatDecimal(amount), currency),
    time: (at, zone) => instantText(language, at, zone),
  };
}
