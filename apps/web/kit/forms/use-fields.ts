import { useState } from 'react';
import type { Send } from '../api/use-api.ts';

type Texts = Readonly<Record<string, string>>;

/** What a field of a form is given: its text, what becomes of typing, and what the server said of it. */
export interface FieldProps {
  readonly required: true;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
}

export interface Fields<Values extends Texts> {
  readonly values: Values;
  readonly names: readonly string[];
  /** Whether something was typed since it was as it began. */
  readonly isChanged: boolean;
  readonly change: (some: Partial<Values>) => void;
  readonly reset: () => void;
  readonly field: (name: keyof Values & string) => FieldProps;
}

/** Texts that people type, and the send that takes them: for forms in `SendForm`. */
export function useFields<Values extends Texts>(
  initial: Values,
  send: Pick<Send<never, unknown>, 'fieldError'>,
): Fields<Values> {
  const [values, setValues] = useState(initial);
  const change = (some: Partial<Values>): void => setValues((before) => ({ ...before, ...some }));
  const set = (name: keyof Values & string, value: string): void =>
    setValues((before) => ({ ...before, [name]: value }));
  return {
    values,
    names: Object.keys(initial),
    isChanged: Object.entries(initial).some(([name, value]) => values[name] !== value),
    change,
    reset: () => setValues(initial),
    field: (name) => ({
      required: true,
      value: values[name] ?? '',
      error: send.fieldError(name),
      onChange: (event) => set(name, event.currentTarget.value),
    }),
  };
}
