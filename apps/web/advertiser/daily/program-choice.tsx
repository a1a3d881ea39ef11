import { Select, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';

/** The advertiser's own programs. */
export function useOwnPrograms(): ProgramSettingsPage['programs'] {
  return usePrograms().data?.programs ?? [];
}

const usePrograms = () => useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 200 });

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

/** What needs a program: that of the address, or the first one where none is named. Tells who has none yet, and why they are not known. */
export function WithProgram(props: { readonly named: string; readonly children: (program: string) => ReactNode }) {
  const programs = usePrograms();
  return (
    <Loaded query={programs} isEmpty={(found) => found.programs.length === 0} empty={<NoProgram />}>
      {(found) => props.children(props.named !== '' ? props.named : (found.programs[0]?.code ?? ''))}
    </Loaded>
  );
}

function NoProgram() {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  return (
    <Empty title={t('programs.none')}>
      <Stack gap="md" align="center">
        <Text size="sm">{t('programs.noneWhy')}</Text>
        {mayWrite ? <ButtonLink to="/advertiser/programs/new">{t('programs.new')}</ButtonLink> : null}
      </Stack>
    </Empty>
  );
}
