import { Group } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LedgerAccountDetail, LedgerHistoryPage } from '../../../../contract/wire/ledger.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Facts } from '../look/facts.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { useProgramNames } from '../look/program-select.tsx';
import { reasonText } from './reason-text.ts';

/** One account: its balance, proven by its postings, and everything that was ever booked on it. */
export function AccountPage() {
  const { t } = useTranslation('operator');
  const { id = '' } = useParams({ strict: false });
  const account = useApi<LedgerAccountDetail>(`/api/v1/ledger/accounts/${id}`);
  const title =
    account.data === undefined
      ? t('ledger.account')
      : t('ledger.accountTitle', {
          kind: t(`ledger.kinds.${account.data.kind}`),
          holder: account.data.organisation?.name ?? t('ledger.network'),
        });
  return (
    <Page
      title={title}
      lead={
        <TextLink to="/operator/ledger" search={{ tab: 'accounts' }}>
          {t('ledger.backAccounts')}
        </TextLink>
      }
    >
      <Loaded query={account}>{(found) => <AccountFacts account={found} />}</Loaded>
      <History id={id} />
    </Page>
  );
}

function AccountFacts({ account }: { readonly account: LedgerAccountDetail }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const programName = useProgramNames([account.program]);
  const proves = account.balance === account.rebuilt;
  return (
    <Facts
      facts={[
        { name: t('common.program'), value: programName(account.program) },
        { name: t('ledger.balance'), value: <Money amount={account.balance} currency={account.currency} /> },
        {
          name: t('ledger.rebuilt'),
          value: (
            <Group gap="sm">
              <Money amount={account.rebuilt} currency={account.currency} />
              <StatusBadge tone={proves ? 'good' : 'bad'}>
                {proves ? t('ledger.proves') : t('ledger.differs')}
              </StatusBadge>
            </Group>
          ),
        },
        { name: t('ledger.postings'), value: formats.number(account.postings) },
      ]}
    />
  );
}

type Posting = LedgerHistoryPage['postings'][number];

function History({ id }: { readonly id: string }) {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ before: '' });
  const history = useApi<LedgerHistoryPage>(`/api/v1/ledger/accounts/${id}/history`, query);
  return (
    <Section title={t('ledger.history')} lead={t('ledger.balanceHint')}>
      <PagedTable
        query={history}
        rowsOf={(page) => page.postings}
        nextOf={(page) => page.next}
        caption={t('ledger.history')}
        columns={usePostingColumns()}
        rowKey={(row) => row.posting}
        empty={t('ledger.noHistory')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Section>
  );
}

function usePostingColumns(): readonly Column<Posting>[] {
  const { t } = useTranslation('operator');
  return [
    {
      key: 'entry',
      title: t('ledger.entry'),
      cell: ({ entry }) => (
        <TextLink to="/operator/ledger/entries/$id" params={{ id: entry.id }}>
          {t(`ledger.entryKinds.${entry.kind}`)}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'recorded', title: t('ledger.recorded'), cell: ({ entry }) => <When at={entry.recorded_at} /> },
    { key: 'order', title: t('ledger.order'), cell: ({ entry }) => entry.order_id ?? '—' },
    { key: 'reason', title: t('ledger.reason'), cell: ({ entry }) => reasonText(t, entry.reason) ?? '—' },
    {
      key: 'amount',
      title: t('ledger.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} sign />,
      align: 'right',
    },
  ];
}
