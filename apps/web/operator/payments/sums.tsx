import { Stack } from '@mantine/core';
import { Money } from '../../kit/values/amounts.tsx';

/** Amounts of several currencies below each other: they are never added (S-135). */
export function Sums({
  of,
  align = 'flex-end',
}: {
  readonly of: readonly { readonly amount: string; readonly currency: string }[];
  readonly align?: 'flex-start' | 'flex-end';
}) {
  if (of.length === 0) return <span>—</span>;
  return (
    <Stack component="span" gap={0} align={align}>
      {of.map(({ amount, currency }) => (
        <Money key={currency} amount={amount} currency={currency} />
      ))}
    </Stack>
  );
}
