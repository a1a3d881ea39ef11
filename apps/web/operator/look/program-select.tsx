import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useApi } from '../../kit/api/use-api.ts';

const PROGRAMS = ['/api/v1/program-settings', { limit: 200 }] as const;

/** Names of programs by their codes; the code until they are loaded, and a dash for none. */
export function useProgramNames(): (code: string | null) => string {
  const found = useApi<ProgramSettingsPage>(...PROGRAMS);
  return (code) => found.data?.programs.find((program) => program.code === code)?.name ?? code ?? '—';
}

/** One of the network's programs; with `optional`, also none, which means any. */
export function ProgramSelect(props: {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly optional?: boolean;
}) {
  const { t } = useTranslation('operator');
  const programs = useApi<ProgramSettingsPage>(...PROGRAMS);
  const isOptional = props.optional ?? false;
  return (
    <Select
      label={t('common.program')}
      data={(programs.data?.programs ?? []).map(({ code, name }) => ({ value: code, label: name }))}
      value={props.value === '' ? null : props.value}
      onChange={(program) => props.onChange(program ?? '')}
      {...(isOptional ? { placeholder: t('common.any') } : {})}
      clearable={isOptional}
      required={!isOptional}
      searchable
    />
  );
}
