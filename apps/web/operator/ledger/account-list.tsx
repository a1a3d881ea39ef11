import { Group, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LedgerAccount, LedgerAccountPage } from '../../../../contract/wire/ledger.ts';
import { Money } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Loaded } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
import { ProgramSelect } from '../look/program-select.tsx';

const kinds = [
  'publisher_hold',
  'publisher_balance',
  'advertiser_hold',
  'advertiser_due',
  'network_fx',
  'bank',
] as const;

/** Accounts with their balances. */
export function AccountList() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ kind: '', program: '', after: '' });
  const accounts = useApi<LedgerAccountPage>('/api/v1/ledger/accounts', query);
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Select
          label={t('common.kind')}
          data={kinds.map((value) => ({ value, label: t(`ledger.kinds.${value}`) }))}
          value={values.kind === '' ? null : values.kind}
          onChange={(kind) => change({ kind: kind ?? '', after: '' })}
          placeholder={t('common.any')}
          clearable
        />
        <ProgramSelect value={values.program} onChange={(program) => change({ program, after: '' })} optional />
      </Group>
      <Loaded query={accounts} isEmpty={(page) => page.accounts.length === 0} empty={t('ledger.noAccounts')}>
        {(page) => (
          <>
            <Accounts accounts={page.accounts} />
            <NextPage
              isFirst={values.after === ''}
              next={page.next}
              onStart={() => change({ after: '' })}
              onNext={(after) => change({ after }, { push: true })}
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Accounts({ accounts }: { readonly accounts: readonly LedgerAccount[] }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<LedgerAccount>[] = [
    {
      key: 'kind',
      title: t('ledger.account'),
      cell: (row) => (
        <TextLink to="/operator/ledger/accounts/$id" params={{ id: row.id }}>
          {t(`ledger.kinds.${row.kind}`)}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'holder', title: t('ledger.holder'), cell: (row) => row.organisation?.name ?? t('ledger.network') },
    { key: 'program', title: t('common.program'), cell: (row) => row.program ?? '—' },
    { key: 'currency', title: t('ledger.currency'), cell: (row) => row.currency },
    {
      key: 'balance',
      title: t('ledger.balance'),
      cell: (row) => <Money amount={row.balance} currency={row.currency} />,
      align: 'right',
    },
  ];
  return <DataTable caption={t('ledger.tabs.accounts')} columns={columns} rows={accounts} rowKey={(row) => row.id} />;
}
