import { Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseAnswer, CasePage } from '../../../../contract/wire/conduct.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
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
      <Select
        label={t('common.status')}
        data={states.map((value) => ({ value, label: t(`conduct.caseStatuses.${value}`) }))}
        value={values.status === '' ? null : values.status}
        onChange={(status) => change({ status: status ?? '', before: '' })}
        placeholder={t('common.any')}
        clearable
        maw="16rem"
      />
      <Loaded
        query={found}
        isEmpty={(page) => page.cases.length === 0}
        empty={<Empty title={t('conduct.noCases')}>{t('conduct.noCasesWhy')}</Empty>}
      >
        {(page) => (
          <>
            <Cases cases={page.cases} />
            <NextPage
              isFirst={values.before === ''}
              next={page.next}
              onStart={() => change({ before: '' })}
              onNext={(before) => change({ before }, { push: true })}
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Cases({ cases }: { readonly cases: readonly CaseAnswer[] }) {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  const columns: readonly Column<CaseAnswer>[] = [
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
  return <DataTable caption={t('conduct.tabs.cases')} columns={columns} rows={cases} rowKey={(row) => row.id} />;
}
