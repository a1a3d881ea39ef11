import { useState } from 'react';
import type { ProgramChange, ProgramSettings, ProgramValues } from '../../../../contract/wire/program-editing.ts';
import { type Send, useSend } from '../../kit/api/use-api.ts';

export interface Change<Names extends keyof ProgramValues> {
  readonly values: Pick<ProgramValues, Names>;
  readonly set: <Name extends Names>(name: Name, value: ProgramValues[Name]) => void;
  readonly isChanged: boolean;
  readonly save: () => void;
  readonly send: Send<ProgramChange, ProgramSettings>;
}

/** A part of a program's settings while it is being changed; saving sends what he changed, so that what others change meanwhile stays. */
export function useChange<Names extends keyof ProgramValues>(
  program: ProgramSettings,
  before: Pick<ProgramValues, Names>,
): Change<Names> {
  const [touched, setTouched] = useState<Partial<Pick<ProgramValues, Names>>>({});
  const values: Pick<ProgramValues, Names> = { ...before, ...touched };
  const send = useSend<ProgramChange, ProgramSettings>({
    method: 'PATCH',
    path: `/api/v1/programs/${program.code}`,
    renews: [`/api/v1/programs/${program.code}`, '/api/v1/program-settings'],
    onDone: () => setTouched({}),
  });
  const names = Object.keys(before).filter((name): name is Names => name in before);
  const changed = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]));
  return {
    values,
    set: (name, value) => setTouched((present) => ({ ...present, [name]: value })),
    isChanged: changed.length > 0,
    save: () => {
      const body: ProgramChange = {};
      send.run(Object.assign(body, Object.fromEntries(changed.map((name) => [name, values[name]]))));
    },
    send,
  };
}
