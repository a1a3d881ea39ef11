import { Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LedgerAccount, LedgerAccountPage } from '../../../../contract/wire/ledger.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { ProgramSelect, useProgramNames } from '../look/program-select.tsx';

const kinds = [
  'publisher_hold',
  'publisher_balance',
  'publisher_advance',
  'advertiser_hold',
  'advertiser_due',
  'network_fx',
  'network_fees',
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
        <Choice
          label={t('common.kind')}
          values={kinds}
          nameOf={(kind) => t(`ledger.kinds.${kind}`)}
          value={values.kind}
          onChange={(kind) => change({ kind, after: '' })}
        />
        <ProgramSelect value={values.program} onChange={(program) => change({ program, after: '' })} optional />
      </Group>
      <PagedTable
        query={accounts}
        rowsOf={(page) => page.accounts}
        nextOf={(page) => page.next}
        caption={t('ledger.tabs.accounts')}
        columns={useAccountColumns(accounts.data?.accounts ?? [])}
        rowKey={(row) => row.id}
        empty={t('ledger.noAccounts')}
        mark={values.after}
        onMark={(after, options) => change({ after }, options)}
      />
    </Stack>
  );
}

function useAccountColumns(rows: readonly LedgerAccount[]): readonly Column<LedgerAccount>[] {
  const { t } = useTranslation('operator');
  const programName = useProgramNames(rows.map(({ program }) => program));
  return [
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
    { key: 'program', title: t('common.program'), cell: (row) => programName(row.program) },
    { key: 'currency', title: t('ledger.currency'), cell: (row) => row.currency },
    {
      key: 'balance',
      title: t('ledger.balance'),
      cell: (row) => <Money amount={row.balance} currency={row.currency} />,
      align: 'right',
    },
  ];
}
