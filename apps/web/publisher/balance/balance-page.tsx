import './balance.css';
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { Money } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { isSome } from '../../kit/decimals.ts';
import { useFormats } from '../../kit/format.ts';
import { Page, Section } from '../../kit/page.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { useApi } from '../../kit/use-api.ts';
import { useNames } from '../figures/names.ts';
import { Expected } from './expected.tsx';
import { HistorySection } from './history.tsx';

type Account = BalanceStates['accounts'][number];
type Total = BalanceStates['totals'][number];

/** A publisher's money: by state, by program, when the rest may come, and every entry. */
export function BalancePage() {
  const { t } = useTranslation('publisher');
  const states = useApi<BalanceStates>('/api/v1/balances/states');
  return (
    <Page title={t('balance.title')} help="hold-and-payment" lead={t('balance.lead')}>
      <Loaded
        query={states}
        isEmpty={({ accounts }) => accounts.length === 0}
        empty={<Empty>{t('balance.none')}</Empty>}
        rows={8}
      >
        {(found) => (
          <Stack gap="xl">
            {found.totals.map((total) => (
              <Flow key={total.currency} total={total} />
            ))}
            <Expected states={found} />
            <Section title={t('balance.programs')}>
              <Programs accounts={found.accounts} />
            </Section>
            <HistorySection />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

const path = ['pending', 'approved', 'available', 'paid'] as const;

/** The states as the way that money takes, from left to right. */
function Flow({ total }: { readonly total: Total }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const { currency } = total;
  const isNegative = total.available.startsWith('-');
  return (
    <section aria-label={t('balance.flow', { currency })}>
      <ol className="balance-flow">
        {path.map((state) => (
          <li key={state} className={`balance-state balance-${state}`}>
            <Text size="sm" c="dimmed">
              {t(`balance.states.${state}`)}
            </Text>
            <Text component="div" className="balance-amount figure">
              <Money amount={total[state]} currency={currency} />
            </Text>
            <Text size="xs" c="dimmed">
              {state === 'available' && isNegative
                ? t('balance.states.negativeNote')
                : t(`balance.states.${state}Note`)}
            </Text>
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed" mt={6}>
        {t('balance.confirmed', { amount: formats.money(total.balance, currency) })}
        {isSome(total.deducted)
          ? ` · ${t('balance.states.deducted')}: ${formats.money(total.deducted, currency)}. ${t('balance.states.deductedNote')}`
          : ''}
      </Text>
    </section>
  );
}

function Programs({ accounts }: { readonly accounts: readonly Account[] }) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  const amount = (state: (typeof path)[number] | 'deducted'): Column<Account> => ({
    key: state,
    title: t(`balance.states.${state}`),
    align: 'right',
    cell: (row) => <Money amount={row[state]} currency={row.currency} />,
  });
  const columns: readonly Column<Account>[] = [
    { key: 'program', title: t('balance.program'), cell: (row) => names.program(row.program), isHeader: true },
    ...path.map(amount),
    amount('deducted'),
    {
      key: 'pace',
      title: t('balance.pace'),
      cell: ({ payment_days: days }) => (days === null ? t('balance.paceUnknown') : t('balance.days', { count: days })),
    },
  ];
  return (
    <DataTable
      caption={t('balance.programs')}
      columns={columns}
      rows={accounts}
      rowKey={({ program, currency }) => `${program} ${currency}`}
    />
  );
}
