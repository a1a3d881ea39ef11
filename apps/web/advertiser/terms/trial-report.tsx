import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BacktestAnswer } from '../../../../contract/wire/terms.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { named } from '../daily/names.ts';

type Publisher = BacktestAnswer['publishers'][number];
type Order = BacktestAnswer['most_changed'][number];

/** Of which program and which orders it is. */
export interface TrialOf {
  readonly code: string;
  readonly zone: string;
  /** Days; the last is included. */
  readonly since: string;
  readonly until: string;
}

/** The result of a trial: sums, publishers, the orders that would change most. */
export function TrialReport({ report, of: asked }: { readonly report: BacktestAnswer; readonly of: TrialOf }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  if (report.orders === 0) return <Empty>{t('terms.trial.noneInTime')}</Empty>;
  const currencies = [...new Set([...report.cost.old, ...report.cost.new].map(({ currency }) => currency))];
  const amountOf = (side: 'old' | 'new', currency: string) =>
    report.cost[side].find((each) => each.currency === currency)?.amount ?? '0.00';
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <FigureCard
          name={t('terms.trial.orders')}
          value={formats.number(report.orders)}
          link={
            <TextLink
              size="sm"
              to="/advertiser/orders"
              search={{ program: asked.code, since: asked.since, until: asked.until }}
            >
              {t('terms.trial.seeOrders')}
            </TextLink>
          }
        />
        <FigureCard name={t('terms.trial.changed')} value={formats.number(report.changed)} />
        <FigureCard name={t('terms.trial.undecidable')} value={formats.number(report.undecidable)} />
        <FigureCard
          name={t('terms.trial.caps')}
          value={`${formats.number(report.cap_hits.old)} → ${formats.number(report.cap_hits.new)}`}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {currencies.map((currency) => (
          <FigureCard
            key={currency}
            name={`${t('terms.trial.cost')}, ${currency}`}
            value={<Money amount={amountOf('new', currency)} currency={currency} />}
            note={
              <>
                {t('terms.trial.before')} <Money amount={amountOf('old', currency)} currency={currency} />
              </>
            }
          />
        ))}
      </SimpleGrid>
      <Publishers publishers={report.publishers} leftOut={report.publishers_left_out} />
      <Orders orders={report.most_changed} of={asked} />
      <Text size="xs" c="dimmed">
        {t('terms.trial.assumption')}
      </Text>
    </Stack>
  );
}

function Publishers({ publishers, leftOut }: { readonly publishers: readonly Publisher[]; readonly leftOut: number }) {
  const { t } = useTranslation('advertiser');
  const money = (amount: string, currency: string) => <Money amount={amount} currency={currency} />;
  const columns: readonly Column<Publisher>[] = [
    { key: 'name', title: t('terms.trial.publisher'), isHeader: true, cell: (row) => row.name },
    { key: 'orders', title: t('terms.trial.orders'), align: 'right', cell: (row) => row.orders },
    { key: 'old', title: t('terms.trial.before'), align: 'right', cell: (row) => money(row.old, row.currency) },
    { key: 'new', title: t('terms.trial.after'), align: 'right', cell: (row) => money(row.new, row.currency) },
    {
      key: 'difference',
      title: t('terms.trial.difference'),
      align: 'right',
      cell: (row) => <Money amount={row.difference} currency={row.currency} sign />,
    },
  ];
  return (
    <div>
      <Title order={2} fz="md" mb="xs">
        {t('terms.trial.publishers')}
      </Title>
      {publishers.length === 0 ? (
        <Text size="sm">{t('terms.trial.noChange')}</Text>
      ) : (
        <DataTable
          caption={t('terms.trial.publishers')}
          columns={columns}
          rows={publishers}
          rowKey={(row) => `${row.publisher} ${row.currency}`}
        />
      )}
      {leftOut === 0 ? null : (
        <Text size="sm" c="dimmed">
          {t('terms.trial.more', { count: leftOut })}
        </Text>
      )}
    </div>
  );
}

function Orders({ orders, of: { code, zone } }: { readonly orders: readonly Order[]; readonly of: TrialOf }) {
  const { t } = useTranslation('advertiser');
  if (orders.length === 0) return null;
  const outcome = ({ amount, currency, reason }: Order['old']) => (
    <span>
      <Money amount={amount} currency={currency} />
      <Text size="xs" c="dimmed">
        {named(t, 'reason', reason)}
      </Text>
    </span>
  );
  const columns: readonly Column<Order>[] = [
    {
      key: 'order',
      title: t('terms.trial.order'),
      isHeader: true,
      cell: (row) => (
        <TextLink to="/advertiser/orders/detail" search={{ program: code, order: row.order_id }}>
          {row.order_id}
        </TextLink>
      ),
    },
    { key: 'when', title: t('terms.trial.when'), cell: (row) => <When at={row.ordered_at} zone={zone} /> },
    { key: 'publisher', title: t('terms.trial.publisher'), cell: (row) => row.name ?? t('terms.trial.nobody') },
    { key: 'old', title: t('terms.trial.before'), align: 'right', cell: (row) => outcome(row.old) },
    { key: 'new', title: t('terms.trial.after'), align: 'right', cell: (row) => outcome(row.new) },
  ];
  return (
    <div>
      <Title order={2} fz="md" mb="xs">
        {t('terms.trial.mostChanged')}
      </Title>
      <DataTable
        caption={t('terms.trial.mostChanged')}
        columns={columns}
        rows={orders}
        rowKey={(row) => row.order_id}
      />
    </div>
  );
}
