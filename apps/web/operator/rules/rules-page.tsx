import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import type { EditedSections } from '../../../../contract/wire/program-page.ts';
import type { RuleVersion, RuleVersions } from '../../../../contract/wire/rules.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Page, Section } from '../../kit/page.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
import { ProgramSelect } from '../look/program-select.tsx';
import { NextVersion } from './next-version.tsx';
import { WhatChanged } from './what-changed.tsx';

/** The conduct rules of each program: their versions, what changed between them, and the next one. */
export function RulesPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ program: '', before: '' });
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 200 });
  const program = values.program === '' ? (programs.data?.programs[0]?.code ?? '') : values.program;
  const path = `/api/v1/programs/${encodeURIComponent(program)}`;
  const isChosen = { enabled: program !== '' };
  const versions = useApi<RuleVersions>(`${path}/rules`, { before: values.before }, isChosen);
  const texts = useApi<EditedSections>(`${path}/page/sections`, {}, isChosen);
  return (
    <Page title={t('rules.title')} lead={t('rules.lead')}>
      <Group>
        <ProgramSelect value={program} onChange={(code) => change({ program: code, before: '' })} />
      </Group>
      <Loaded query={versions}>
        {(found) => (
          <>
            <Section title={t('rules.versions')}>
              {found.versions.length === 0 ? (
                <Empty>{t('rules.none')}</Empty>
              ) : (
                <VersionTable versions={found.versions} />
              )}
              <NextPage
                isFirst={values.before === ''}
                next={found.next === null ? null : String(found.next)}
                onStart={() => change({ before: '' })}
                onNext={(before) => change({ before }, { push: true })}
              />
            </Section>
            <Loaded query={texts}>
              {({ sections }) => (
                <>
                  <WhatChanged key={`${program} ${values.before}`} versions={found.versions} sections={sections} />
                  <NextVersion key={program} program={program} sections={sections} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function VersionTable({ versions }: { readonly versions: readonly RuleVersion[] }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<RuleVersion>[] = [
    { key: 'version', title: t('rules.version'), cell: ({ version }) => version, isHeader: true },
    { key: 'from', title: t('rules.from'), cell: ({ from }) => <When at={from} /> },
    {
      key: 'until',
      title: t('rules.until'),
      cell: ({ until }) => (until === null ? t('rules.inForce') : <When at={until} />),
    },
    { key: 'by', title: t('common.by'), cell: ({ published_by: by }) => by ?? '—' },
    {
      key: 'languages',
      title: t('rules.languages'),
      cell: ({ texts }) => texts.map(({ locale }) => t(`rules.locales.${locale}`)).join(', '),
    },
  ];
  return (
    <DataTable
      caption={t('rules.versions')}
      columns={columns}
      rows={versions}
      rowKey={({ version }) => String(version)}
    />
  );
}
