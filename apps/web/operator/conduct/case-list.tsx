import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseAnswer, CasePage } from '../../../../contract/wire/conduct.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Empty } from '../../kit/page/states.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { toneOf } from '../look/tones.ts';
import { useRuleName } from './rule-name.ts';

const states = ['open', 'dismissed', 'sanctioned'] as const;

/** Cases, newest first. */
export function CaseList() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ status: '', before: '' });
  const found = useApi<CasePage>('/api/v1/conduct/cases', query);
  return (
    <Stack gap="md">
      <Choice
        label={t('common.status')}
        values={states}
        nameOf={(state) => t(`conduct.caseStatuses.${state}`)}
        value={values.status}
        onChange={(status) => change({ status, before: '' })}
      />
      <PagedTable
        query={found}
        rowsOf={(page) => page.cases}
        nextOf={(page) => page.next}
        caption={t('conduct.tabs.cases')}
        columns={useCaseColumns()}
        rowKey={(row) => row.id}
        empty={<Empty title={t('conduct.noCases')}>{t('conduct.noCasesWhy')}</Empty>}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Stack>
  );
}

function useCaseColumns(): readonly Column<CaseAnswer>[] {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  return [
    {
      key: 'rule',
      title: t('conduct.rule'),
      cell: (row) => (
        <TextLink to="/operator/conduct/$id" params={{ id: row.id }}>
          {ruleName(row)}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'publisher', title: t('common.publisher'), cell: (row) => row.publisher_name },
    {
      key: 'adSpace',
      title: t('common.adSpace'),
      cell: (row) => row.ad_space_name ?? t('conduct.wholePublisher'),
    },
    { key: 'program', title: t('common.program'), cell: (row) => row.program_name },
    { key: 'origin', title: t('conduct.origin'), cell: (row) => t(`conduct.origins.${row.origin}`) },
    { key: 'opened', title: t('common.when'), cell: (row) => <When at={row.opened_at} /> },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => <StatusBadge tone={toneOf(row.status)}>{t(`conduct.caseStatuses.${row.status}`)}</StatusBadge>,
    },
  ];
}
