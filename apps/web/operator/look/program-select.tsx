import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useApi } from '../../kit/api/use-api.ts';

const PATH = '/api/v1/program-settings';
/** Until a hand has stopped writing. */
const TYPING_MS = 300;
/** Nobody looks through more; who writes a word of the name finds the others. */
const OFFERED_MAX = 50;

/** As many as are asked for at once. */
const CODES_MAX = 100;

/** Names of programs by their codes, of those that are shown; the code until they are loaded, and a dash for none. */
export function useProgramNames(codes: readonly (string | null)[]): (code: string | null) => string {
  const asked = [...new Set(codes.filter((code) => code !== null && code !== ''))].sort().slice(0, CODES_MAX);
  const found = useApi<ProgramSettingsPage>(
    PATH,
    { codes: asked.join(','), limit: asked.length },
    { enabled: asked.length > 0 },
  );
  return (code) => found.data?.programs.find((program) => program.code === code)?.name ?? code ?? '—';
}

/** One of the network's programs, found as one writes; with `optional`, also none, which means any. */
export function ProgramSelect(props: {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly optional?: boolean;
}) {
  const { t } = useTranslation('operator');
  const { value, onChange, optional: isOptional = false } = props;
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), TYPING_MS);
  const nameOf = useProgramNames([value]);
  // What the field shows once something is chosen is no search.
  const q = typed === nameOf(value) ? '' : typed;
  const found = useApi<ProgramSettingsPage>(PATH, { q, limit: OFFERED_MAX });
  const names = new Map((found.data?.programs ?? []).map(({ code, name }) => [code, name]));
  if (value !== '') names.set(value, names.get(value) ?? nameOf(value));
  return (
    <Select
      label={t('common.program')}
      data={[...names].map(([code, name]) => ({ value: code, label: name }))}
      value={value === '' ? null : value}
      onChange={(program) => onChange(program ?? '')}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t('common.noProgram')}
      {...(isOptional ? { placeholder: t('common.any') } : {})}
      clearable={isOptional}
      required={!isOptional}
      searchable
    />
  );
}
