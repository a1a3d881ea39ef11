import type { RateRow, RatesShown } from '../../../modules/program-pages/index.ts';
import type { HotProduct } from './facts.ts';

type Asked = Pick<HotProduct, 'category' | 'sellerRate'>;

/**
 * What a product pays, in percent, where no link leads to it directly: what its seller set where the terms pay that, else the rate of its category. Where
 * regimes differ, that of those which pay what sellers set; `null` where the terms state none.
 */
export function standardRate(rates: RatesShown | null, { category, sellerRate }: Asked): string | null {
  const rows = rates?.regimes.flatMap((regime) => regime.rows) ?? [];
  if (rows.some(isSetBySellers)) return sellerRate;
  const own = rows.find(({ subject }) => subject.kind === 'category' && subject.key === category);
  const other = rows.find(({ subject }) => subject.kind === 'other-categories' || subject.kind === 'all');
  const percent = (own ?? other)?.percent ?? null;
  return percent?.kind === 'stated' ? percent.percent : null;
}

function isSetBySellers({ percent }: RateRow): boolean {
  return percent?.kind === 'per-product' && !percent.hot;
}
