import './balance.css';
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { isSome } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { useNames } from '../figures/names.ts';
import { dayPlus } from '../figures/period.ts';
import { useToday } from '../figures/today.ts';
import { EmptyUntil } from '../steps/next-step-hint.tsx';
import { Expected } from './expected.tsx';
import { ExpressSection } from './express/section.tsx';
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
        empty={<EmptyUntil title={t('balance.none')} otherwise={t('balance.noneHint')} />}
        rows={8}
      >
        {(found) => (
          <Stack gap="xl">
            {found.totals.map((total) => (
              <Flow key={total.currency} total={total} />
            ))}
            <ExpressSection />
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

/** As far back as a list of orders reaches. */
const DAYS_BACK = 398;

/** What orders each state is made of; money that was paid out has none of its own. */
const searches: Readonly<Partial<Record<(typeof path)[number] | 'deducted', Readonly<Record<string, string>>>>> = {
  pending: { status: 'approved,pending', paid: 'no' },
  approved: { status: 'approved,pending', paid: 'no' },
  available: { status: 'approved', paid: 'yes' },
};

/** An amount of a program, with the way to its orders. */
function Orders({ row, state }: { readonly row: Account; readonly state: (typeof path)[number] | 'deducted' }) {
  const today = useToday(row.program);
  const amount = <Money amount={row[state]} currency={row.currency} />;
  const search = searches[state];
  if (search === undefined || !isSome(row[state])) return amount;
  return (
    <TextLink
      inherit
      to="/publisher/actions"
      search={{ ...search, program: row.program, from: dayPlus(today, -DAYS_BACK), to: today }}
    >
      {amount}
    </TextLink>
  );
}

function Programs({ accounts }: { readonly accounts: readonly Account[] }) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  const amount = (state: (typeof path)[number] | 'deducted'): Column<Account> => ({
    key: state,
    title: t(`balance.states.${state}`),
    align: 'right',
    cell: (row) => <Orders row={row} state={state} />,
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
