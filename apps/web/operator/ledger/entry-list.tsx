import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntryPage } from '../../../../contract/wire/ledger.ts';
import { Money, When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Loaded } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
import { ProgramSelect } from '../look/program-select.tsx';
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
      <Loaded query={entries} isEmpty={(page) => page.entries.length === 0} empty={t('ledger.noEntries')}>
        {(page) => (
          <>
            <Entries entries={page.entries} />
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
  const [order, setOrder] = useState(values.order_id);
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
        <Select
          label={t('common.kind')}
          data={kinds.map((value) => ({ value, label: t(`ledger.entryKinds.${value}`) }))}
          value={values.kind === '' ? null : values.kind}
          onChange={(kind) => onChange({ kind: kind ?? '' })}
          placeholder={t('common.any')}
          clearable
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

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<Entry>[] = [
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
    { key: 'program', title: t('common.program'), cell: (row) => row.program ?? '—' },
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
  return <DataTable caption={t('ledger.tabs.entries')} columns={columns} rows={entries} rowKey={(row) => row.id} />;
}
