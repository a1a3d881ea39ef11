import { Text } from '@mantine/core';
import { useFormats } from './format.ts';

/** An amount with its currency; figures of one column stand below each other. */
export function Money(props: { readonly amount: string; readonly currency: string; readonly sign?: boolean }) {
  const formats = useFormats();
  const isNegative = props.amount.startsWith('-');
  return (
    <Text span inherit className="figure" {...(isNegative ? { c: 'var(--loss)' } : {})}>
      {formats.money(props.amount, props.currency, { sign: props.sign ?? false })}
    </Text>
  );
}

/** An instant, in UTC unless a zone is named; the exact time in UTC is there on hovering. */
export function When(props: { readonly at: string | null; readonly zone?: string; readonly toSecond?: boolean }) {
  const formats = useFormats();
  if (props.at === null) return <span>—</span>;
  return (
    <time dateTime={props.at} title={`${formats.second(props.at)} UTC`} className="figure">
      {props.toSecond === true ? formats.second(props.at, props.zone) : formats.instant(props.at, props.zone)}
    </time>
  );
}
