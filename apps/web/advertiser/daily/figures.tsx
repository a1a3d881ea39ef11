import './figures.css';
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Money } from '../../kit/values/amounts.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';

/** Figures side by side, each with its name. */
export function Figures({ figures }: { readonly figures: readonly (readonly [string, ReactNode])[] }) {
  return (
    <div className="figures">
      {figures.map(([name, value]) => (
        <FigureCard key={name} name={name} value={value} />
      ))}
    </div>
  );
}

/** Amounts of several currencies, which are never added to each other. */
export function Amounts({
  sums,
  align = 'left',
}: {
  readonly sums: readonly { readonly amount: string; readonly currency: string }[];
  readonly align?: 'left' | 'right';
}) {
  if (sums.length === 0) return <span>—</span>;
  return (
    <Group gap="xs" justify={align === 'right' ? 'flex-end' : 'flex-start'}>
      {sums.map(({ amount, currency }) => (
        <Money key={currency} amount={amount} currency={currency} />
      ))}
    </Group>
  );
}
