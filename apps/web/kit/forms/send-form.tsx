import { Button, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Send } from '../api/use-api.ts';
import { ProblemAlert } from '../page/states.tsx';

export interface SendFormProps {
  readonly send: Pick<Send<never, unknown>, 'running' | 'problem'>;
  /** Names of the fields: each shows beside it what the server says of it. */
  readonly names: readonly string[];
  readonly onSend: () => void;
  /** The button, as a verb with its object. */
  readonly action: string;
  /** There is nothing to send yet. */
  readonly isIdle?: boolean;
  /** The only form of its page: as wide as what is around it. */
  readonly isAlone?: boolean;
  readonly children: ReactNode;
}

const WIDTH = 560;

/**
 * Fields and the one button that sends them. What the server says of a field stands beside it, and the cursor goes there; anything else it
 * says stands above the button.
 */
export function SendForm({ send, names, onSend, action, isIdle = false, isAlone = false, children }: SendFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { problem } = send;
  const isBeside = problem?.field != null && names.includes(problem.field);
  useEffect(() => {
    if (isBeside && problem !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isBeside, problem]);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Stack {...(isAlone ? {} : { maw: WIDTH })}>
        {children}
        {problem === null || isBeside ? null : <ProblemAlert problem={problem} />}
        <Button type="submit" loading={send.running} disabled={isIdle} {...(isAlone ? {} : { w: 'fit-content' })}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
