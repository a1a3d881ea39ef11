import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntryPage } from '../../../../contract/wire/ledger.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useTyped } from '../../kit/address/use-typed.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { ProgramSelect, useProgramNames } from '../look/program-select.tsx';
import { reasonText } from './reason-text.ts';

const kinds = [
  'hold',
  'void',
  'reward',
  'refund_deduction',
  'antispam_deduction',
  'correction',
  'reversal',
  'advertiser_payment',
  'withdrawal',
  'express_payment',
  'express_fee',
  'express_settlement',
] as const;
type Entry = LedgerEntryPage['entries'][number];

/** Entries, newest first, by kind, program and order. */
export function EntryList() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ kind: '', program: '', order_id: '', before: '' });
  const entries = useApi<LedgerEntryPage>('/api/v1/ledger/entries', query);
  return (
    <Stack gap="md">
      <Filters values={values} onChange={(some) => change({ ...some, before: '' })} />
      <PagedTable
        query={entries}
        rowsOf={(page) => page.entries}
        nextOf={(page) => page.next}
        caption={t('ledger.tabs.entries')}
        columns={useEntryColumns(entries.data?.entries ?? [])}
        rowKey={(row) => row.id}
        empty={t('ledger.noEntries')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Stack>
  );
}

interface FilterValues {
  readonly kind: string;
  readonly program: string;
  readonly order_id: string;
}

function Filters({
  values,
  onChange,
}: {
  readonly values: FilterValues;
  readonly onChange: (some: Partial<FilterValues>) => void;
}) {
  const { t } = useTranslation('operator');
  const [order, setOrder] = useTyped(values.order_id);
  const [isTried, setIsTried] = useState(false);
  const needsProgram = isTried && order.trim() !== '' && values.program === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (order.trim() === '' || values.program !== '') onChange({ order_id: order.trim() });
      }}
    >
      <Group align="flex-start" gap="sm">
        <Choice
          label={t('common.kind')}
          values={kinds}
          nameOf={(kind) => t(`ledger.entryKinds.${kind}`)}
          value={values.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <ProgramSelect
          value={values.program}
          onChange={(program) => onChange(program === '' ? { program, order_id: '' } : { program })}
          optional
        />
        <TextInput
          label={t('ledger.order')}
          value={order}
          onChange={(event) => setOrder(event.currentTarget.value)}
          error={needsProgram ? t('ledger.orderNeedsProgram') : undefined}
          maxLength={200}
        />
        <Button type="submit" variant="default" mt={24}>
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

function useEntryColumns(rows: readonly Entry[]): readonly Column<Entry>[] {
  const { t } = useTranslation('operator');
  const programName = useProgramNames(rows.map(({ program }) => program));
  return [
    {
      key: 'kind',
      title: t('ledger.entry'),
      cell: (row) => (
        <TextLink to="/operator/ledger/entries/$id" params={{ id: row.id }}>
          {t(`ledger.entryKinds.${row.kind}`)}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'recorded', title: t('ledger.recorded'), cell: (row) => <When at={row.recorded_at} /> },
    { key: 'program', title: t('common.program'), cell: (row) => programName(row.program) },
    { key: 'order', title: t('ledger.order'), cell: (row) => row.order_id ?? '—' },
    { key: 'reason', title: t('ledger.reason'), cell: (row) => reasonText(t, row.reason) ?? '—' },
    {
      key: 'moved',
      title: t('ledger.moved'),
      cell: (row) => (
        <Stack gap={0} align="flex-end">
          {row.moved.map(({ amount, currency }) => (
            <Money key={currency} amount={amount} currency={currency} />
          ))}
        </Stack>
      ),
      align: 'right',
    },
  ];
}
