import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { ProgramStatus } from './program-states.tsx';

type Row = ProgramSettingsPage['programs'][number];

/** The programs of one's organisation. An organisation has few: they are shown at once. */
export function ProgramsPage() {
  const { t } = useTranslation('advertiser');
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 200 });
  const mayWrite = useMayWrite();
  const create = mayWrite ? <ButtonLink to="/advertiser/programs/new">{t('programs.new')}</ButtonLink> : null;
  return (
    <Page title={t('programs.title')} lead={t('programs.lead')} actions={create}>
      <Loaded
        query={programs}
        isEmpty={(found) => found.programs.length === 0}
        empty={<Empty title={t('programs.none')}>{t('programs.noneWhy')}</Empty>}
      >
        {(found) => <Programs rows={found.programs} />}
      </Loaded>
    </Page>
  );
}

function Programs({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation('advertiser');
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('programs.name'),
      isHeader: true,
      cell: (row) => (
        <TextLink to="/advertiser/programs/$code" params={{ code: row.code }}>
          {row.name}
        </TextLink>
      ),
    },
    { key: 'status', title: t('programs.status'), cell: (row) => <ProgramStatus status={row.status} /> },
    { key: 'since', title: t('programs.since'), cell: (row) => <When at={row.status_since} /> },
    { key: 'recruiting', title: t('programs.recruiting'), cell: (row) => t(`recruiting.${row.recruiting}`) },
    {
      key: 'open',
      title: t('programs.actions'),
      cell: (row) => (
        <Group gap="md">
          <TextLink
            to="/advertiser/programs/$code"
            params={{ code: row.code }}
            aria-label={`${t('programs.settings')}: ${row.name}`}
          >
            {t('programs.settings')}
          </TextLink>
          <TextLink
            to="/advertiser/terms/$code"
            params={{ code: row.code }}
            aria-label={`${t('programs.termsOf')}: ${row.name}`}
          >
            {t('programs.termsOf')}
          </TextLink>
        </Group>
      ),
    },
  ];
  return <DataTable caption={t('programs.title')} columns={columns} rows={rows} rowKey={(row) => row.code} />;
}
