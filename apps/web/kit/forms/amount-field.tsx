import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

export interface AmountFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  /** Stands behind what is typed: a currency, or the sign of percent. */
  readonly unit: string;
  /** As it is typed; `readAmount` says what it means. */
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly error?: ReactNode;
  readonly readOnly?: boolean;
}

/** An amount as people type it, with its unit. */
export function AmountField({ label, description, unit, value, onChange, error, readOnly = false }: AmountFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={value}
      error={error}
      readOnly={readOnly}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      inputMode="decimal"
      autoComplete="off"
      maxLength={30}
      rightSection={
        <Text span size="sm" c="dimmed" aria-hidden="true">
          {unit}
        </Text>
      }
      rightSectionWidth={52}
      maw="16rem"
    />
  );
}
