import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { RulesDesk } from '../../kit/rules/desk/rules-desk.tsx';
import { ProgramSelect } from '../look/program-select.tsx';

/** The conduct rules of each program. */
export function RulesPage() {
  const { t } = useTranslation('rules');
  const { values, change } = useAddress({ program: '' });
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 1 });
  const program = values.program === '' ? (programs.data?.programs[0]?.code ?? '') : values.program;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Group>
        <ProgramSelect value={program} onChange={(code) => change({ program: code })} />
      </Group>
      {program === '' ? null : <RulesDesk key={program} program={program} />}
    </Page>
  );
}
