import { statedAmountText } from '../../contract/sign-place.ts';
import { formatDecimal } from '../../core/money/index.ts';
import type { DiffLocale, TellAmount } from '../../core/terms/index.ts';

/** Amounts of terms as everything else writes them for a reader of the language. */
export function tellAmountIn(language: DiffLocale): TellAmount {
  return ({ amount, currency }) => statedAmountText(language, formatDecimal(amount), currency);
}
