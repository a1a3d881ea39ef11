import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { ProgramStatus } from '../program/program-states.tsx';

type Row = ProgramSettingsPage['programs'][number];

/** The terms of all programs: which one to open. */
export function TermsListPage() {
  const { t } = useTranslation('advertiser');
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 200 });
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      title: t('programs.name'),
      isHeader: true,
      cell: (row) => (
        <TextLink to="/advertiser/terms/$code" params={{ code: row.code }}>
          {row.name}
        </TextLink>
      ),
    },
    { key: 'status', title: t('programs.status'), cell: (row) => <ProgramStatus status={row.status} /> },
  ];
  return (
    <Page title={t('terms.list.title')} help="terms-language" lead={t('terms.list.lead')}>
      <Loaded
        query={programs}
        isEmpty={(found) => found.programs.length === 0}
        empty={<Empty title={t('terms.list.none')}>{t('programs.noneWhy')}</Empty>}
      >
        {(found) => (
          <DataTable
            caption={t('terms.list.title')}
            columns={columns}
            rows={found.programs}
            rowKey={(row) => row.code}
          />
        )}
      </Loaded>
    </Page>
  );
}
