import { Group, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer, SanctionPage } from '../../../../contract/wire/conduct.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
import { toneOf } from '../look/tones.ts';
import { useRuleName } from './rule-name.ts';

const states = ['in_force', 'appealed', 'lifted'] as const;
const levels = ['warning', 'block', 'block_and_void', 'expelled'] as const;

/** Sanctions, newest first; each leads to its case. */
export function SanctionList() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ state: '', level: '', before: '' });
  const found = useApi<SanctionPage>('/api/v1/conduct/sanctions', query);
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Select
          label={t('conduct.state')}
          data={states.map((value) => ({ value, label: t(`conduct.states.${value}`) }))}
          value={values.state === '' ? null : values.state}
          onChange={(state) => change({ state: state ?? '', before: '' })}
          placeholder={t('common.any')}
          clearable
        />
        <Select
          label={t('conduct.level')}
          data={levels.map((value) => ({ value, label: t(`conduct.levels.${value}`) }))}
          value={values.level === '' ? null : values.level}
          onChange={(level) => change({ level: level ?? '', before: '' })}
          placeholder={t('common.any')}
          clearable
        />
      </Group>
      <Loaded query={found} isEmpty={(page) => page.sanctions.length === 0} empty={t('conduct.noSanctions')}>
        {(page) => (
          <>
            <Sanctions sanctions={page.sanctions} />
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

export function stateOf(sanction: SanctionAnswer): (typeof states)[number] {
  if (sanction.lifted !== null) return 'lifted';
  return sanction.appeal === null || sanction.appeal.answer !== null ? 'in_force' : 'appealed';
}

function Sanctions({ sanctions }: { readonly sanctions: readonly SanctionAnswer[] }) {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  const columns: readonly Column<SanctionAnswer>[] = [
    {
      key: 'level',
      title: t('conduct.level'),
      cell: (row) => (
        <TextLink to="/operator/conduct/$id" params={{ id: row.case }}>
          {t(`conduct.levels.${row.level}`)}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'publisher', title: t('common.publisher'), cell: (row) => row.publisher_name },
    { key: 'adSpace', title: t('common.adSpace'), cell: (row) => row.ad_space_name ?? t('conduct.wholePublisher') },
    { key: 'program', title: t('common.program'), cell: (row) => row.program_name },
    { key: 'rule', title: t('conduct.rule'), cell: (row) => ruleName(row) },
    { key: 'at', title: t('common.when'), cell: (row) => <When at={row.imposed_at} /> },
    {
      key: 'state',
      title: t('conduct.state'),
      cell: (row) => <StatusBadge tone={toneOf(stateOf(row))}>{t(`conduct.states.${stateOf(row)}`)}</StatusBadge>,
    },
  ];
  return (
    <DataTable caption={t('conduct.tabs.sanctions')} columns={columns} rows={sanctions} rowKey={(row) => row.id} />
  );
}
