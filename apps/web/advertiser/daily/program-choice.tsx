import { Select } from '@mantine/core';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useApi } from '../../kit/use-api.ts';

/** The advertiser's own programs. */
export function useOwnPrograms(): ProgramSettingsPage['programs'] {
  return useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 100 }).data?.programs ?? [];
}

/** The time zone of a program, in which its days begin; UTC until it is known. */
export function useZoneOf(): (program: string) => string {
  const programs = useOwnPrograms();
  return (program) => programs.find(({ code }) => code === program)?.time_zone ?? 'UTC';
}

/** Chooses one of the advertiser's programs; with `all` also none. */
export function ProgramChoice(props: {
  readonly label: string;
  readonly value: string;
  readonly all?: string;
  readonly onChange: (program: string) => void;
}) {
  const programs = useOwnPrograms();
  const options = programs.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Select
      label={props.label}
      data={props.all === undefined ? options : [{ value: '', label: props.all }, ...options]}
      value={props.value}
      onChange={(value) => props.onChange(value ?? '')}
      allowDeselect={false}
    />
  );
}

/** The program of the address, or the first one where none is named. */
export function useChosenProgram(named: string): string {
  const programs = useOwnPrograms();
  return named !== '' ? named : (programs[0]?.code ?? '');
}
