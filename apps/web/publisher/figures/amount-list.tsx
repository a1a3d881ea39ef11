import { Stack } from '@mantine/core';
import { Money } from '../../kit/values/amounts.tsx';
import { isSome } from '../../kit/values/decimals.ts';

/** Amounts of several currencies below each other: currencies are never added (S-135). */
export function AmountList(props: {
  readonly amounts: readonly { readonly amount: string; readonly currency: string }[];
  readonly align?: 'flex-start' | 'flex-end';
}) {
  const some = props.amounts.filter(({ amount }) => isSome(amount));
  if (some.length === 0) return <span>—</span>;
  return (
    <Stack component="span" gap={0} align={props.align ?? 'flex-end'}>
      {some.map(({ amount, currency }) => (
        <Money key={currency} amount={amount} currency={currency} />
      ))}
    </Stack>
  );
}
