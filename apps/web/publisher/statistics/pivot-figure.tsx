import type { ReactNode } from 'react';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { actionsSearch, clicksSearch, type Group, type Telling, valueText } from './dimensions.ts';
import type { Drill } from './figure-table.tsx';
import { type Cell, cellValue, type Measure, moneyMeasures } from './pivot.ts';

/** What the cells of a pivot show, and for whom. */
export interface Shown {
  readonly measure: Measure;
  readonly currency: string;
  readonly drill: Drill;
  readonly telling: Telling;
}

interface PivotFigureProps {
  /** What the figure is about. */
  readonly group: Group;
  readonly found: Cell | undefined;
  readonly shown: Shown;
}

/** A figure with the way to the clicks or orders behind it. */
export function PivotFigure({ group, found, shown }: PivotFigureProps) {
  const { measure, drill, telling } = shown;
  const isOfClicks = measure === 'clicks' || measure === 'unique';
  const search = (isOfClicks ? clicksSearch : actionsSearch)(group, drill.chosen, drill.period);
  if (search === null || Number(cellValue(found, measure) ?? 0) === 0) return cellText(found, shown);
  const row = Object.entries(group)
    .map(([name, value]) => valueText(name, value, telling))
    .join(', ');
  return (
    <TextLink
      inherit
      to={isOfClicks ? '/publisher/statistics/clicks' : '/publisher/actions'}
      search={search}
      title={telling.t(isOfClicks ? 'statistics.clicksOf' : 'statistics.actionsOf', { row })}
    >
      {cellText(found, shown)}
    </TextLink>
  );
}

export function cellText(
  found: Cell | undefined,
  { measure, currency, telling: { formats } }: Pick<Shown, 'measure' | 'currency' | 'telling'>,
): ReactNode {
  const value = cellValue(found, measure);
  if (value === null) return '—';
  if (measure === 'cr') return formats.percent(value);
  if (moneyMeasures.includes(measure))
    return currency === '' ? '—' : <Money amount={String(value)} currency={currency} />;
  return formats.number(value);
}
