import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Send } from '../../kit/api/use-api.ts';
import { MomentField } from '../../kit/days/moment-field.tsx';

/** What a statement of the bank says of a transfer. */
export interface BankLine {
  readonly reference: string;
  /** Day and time in UTC, such as `2022-08-16T09:30`; empty while none is chosen. */
  readonly at: string;
}

const MINUTES_END = 16;
export const REFERENCE_CHARACTERS_MAX = 200;

/** As a statement is read: nothing written yet, and the time of reading. */
export const bankLineNow = (): BankLine => ({ reference: '', at: new Date().toISOString().slice(0, MINUTES_END) });

/**
 * As the API takes it. A statement is exact to the minute; of the very minute of `notBefore`, that instant is meant, as nothing can have moved
 * earlier.
 */
export function sentBankLine({ reference, at }: BankLine, notBefore: string | null = null) {
  const isThatMinute = notBefore?.slice(0, MINUTES_END) === at;
  return { reference: reference.trim(), at: isThatMinute && notBefore !== null ? notBefore : `${at}:00Z` };
}

export const isWhole = ({ reference, at }: BankLine): boolean => reference.trim() !== '' && at !== '';

interface BankFieldsProps {
  readonly value: BankLine;
  readonly onChange: (value: BankLine) => void;
  readonly labels: { readonly reference: string; readonly hint: ReactNode; readonly at: string };
  readonly send: Pick<Send<never, unknown>, 'fieldError'>;
}

/** The bank's reference and when the money moved. */
export function BankFields({ value, onChange, labels, send }: BankFieldsProps) {
  return (
    <>
      <TextInput
        label={labels.reference}
        description={labels.hint}
        value={value.reference}
        onChange={({ currentTarget }) => onChange({ ...value, reference: currentTarget.value })}
        error={send.fieldError('reference')}
        maxLength={REFERENCE_CHARACTERS_MAX}
        autoComplete="off"
        required
        data-autofocus
      />
      <MomentField
        label={labels.at}
        value={value.at}
        onChange={(at) => onChange({ ...value, at })}
        error={send.fieldError('at')}
      />
    </>
  );
}
