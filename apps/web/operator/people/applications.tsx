import { useTranslation } from 'react-i18next';
import type { OrganisationDetail } from '../../../../contract/wire/moderation.ts';
import { ApplicationHistory } from '../../kit/history/application-history.tsx';
import { Section } from '../../kit/page/page.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { toneOf } from '../look/tones.ts';

type Application = OrganisationDetail['applications'][number];

/** What the ad spaces of a publisher applied to, decided or not, each with all that happened to it. */
export function Applications({ applications }: { readonly applications: readonly Application[] }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<Application>[] = [
    { key: 'adSpace', title: t('common.adSpace'), cell: (row) => row.ad_space.name, isHeader: true },
    { key: 'program', title: t('common.program'), cell: (row) => row.program.name },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => (
        <StatusBadge tone={toneOf(row.status)}>{t(`people.applicationStatuses.${row.status}`)}</StatusBadge>
      ),
    },
    { key: 'applied', title: t('people.applied'), cell: (row) => <When at={row.applied_at} /> },
    {
      key: 'history',
      title: t('moderation.facts.history'),
      cell: ({ ad_space, program }) => (
        <ApplicationHistory
          path={`/api/v1/partners/${ad_space.id}/${encodeURIComponent(program.code)}/history`}
          adSpace={ad_space.name}
          program={program.name}
        />
      ),
    },
  ];
  return (
    <Section title={t('people.applications')}>
      {applications.length === 0 ? (
        <Empty>{t('people.noApplications')}</Empty>
      ) : (
        <DataTable
          caption={t('people.applications')}
          columns={columns}
          rows={applications}
          rowKey={({ ad_space, program }) => `${ad_space.id} ${program.code}`}
        />
      )}
    </Section>
  );
}
