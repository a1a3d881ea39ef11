import { Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer, SanctionPage } from '../../../../contract/wire/conduct.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
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
        <Choice
          label={t('conduct.state')}
          values={states}
          nameOf={(state) => t(`conduct.states.${state}`)}
          value={values.state}
          onChange={(state) => change({ state, before: '' })}
        />
        <Choice
          label={t('conduct.level')}
          values={levels}
          nameOf={(level) => t(`conduct.levels.${level}`)}
          value={values.level}
          onChange={(level) => change({ level, before: '' })}
        />
      </Group>
      <PagedTable
        query={found}
        rowsOf={(page) => page.sanctions}
        nextOf={(page) => page.next}
        caption={t('conduct.tabs.sanctions')}
        columns={useSanctionColumns()}
        rowKey={(row) => row.id}
        empty={t('conduct.noSanctions')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Stack>
  );
}

export function stateOf(sanction: SanctionAnswer): (typeof states)[number] {
  if (sanction.lifted !== null) return 'lifted';
  return sanction.appeal === null || sanction.appeal.answer !== null ? 'in_force' : 'appealed';
}

function useSanctionColumns(): readonly Column<SanctionAnswer>[] {
  const { t } = useTranslation('operator');
  const ruleName = useRuleName();
  return [
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
}
