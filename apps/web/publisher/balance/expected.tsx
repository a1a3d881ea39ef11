import { Button, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { Bars } from '../../kit/chart/bars.tsx';
import type { Series } from '../../kit/chart/series.ts';
import { Section } from '../../kit/page/page.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { type ExpectedWeek, expectedWeeks, mostOf } from './expected-weeks.ts';

/** When the money that is waited for may come, by week, one currency at a time; a chart and the same numbers as a table. */
export function Expected({ states }: { readonly states: BalanceStates }) {
  const { t } = useTranslation('publisher');
  const { values, change } = useAddress({ currency: '' });
  const weeks = useMemo(() => expectedWeeks(states.expected, Date.parse(states.at)), [states]);
  const currencies = [...new Set(weeks.map(({ currency }) => currency))];
  const currency = currencies.includes(values.currency) ? values.currency : mostOf(weeks);
  return (
    <Section
      title={t('balance.expected')}
      lead={t('balance.expectedLead')}
      actions={
        currencies.length < 2 ? null : (
          <NativeSelect
            aria-label={t('statistics.currency')}
            value={currency}
            data={currencies}
            onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
          />
        )
      }
    >
      {weeks.length === 0 ? (
        <Text>{t('balance.expectedNone')}</Text>
      ) : (
        <OneCurrency key={currency} currency={currency} weeks={weeks.filter((week) => week.currency === currency)} />
      )}
    </Section>
  );
}

/** Rows before the others are asked for: what comes next matters most. */
const FIRST_WEEKS = 6;

interface OneCurrencyProps {
  readonly currency: string;
  readonly weeks: readonly ExpectedWeek[];
}

function OneCurrency({ currency, weeks }: OneCurrencyProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const label = (week: string) =>
    week === 'late' ? t('balance.overdue') : week === 'unknown' ? t('balance.unknown') : formats.day(week);
  const dated = useMemo(() => weeks.filter(({ week }) => week !== 'late' && week !== 'unknown'), [weeks]);
  const categories = useMemo(() => dated.map(({ week }) => formats.day(week)), [dated, formats]);
  const series = useMemo(
    () =>
      (['approved', 'pending'] as const).map(
        (state): Series => ({
          name: t(`balance.states.${state}`),
          kind: 'bar',
          tone: state === 'approved' ? 'good' : 'waiting',
          stack: 'money',
          values: dated.map((week) => Number(week[state])),
          texts: dated.map((week) => formats.money(week[state], currency)),
        }),
      ),
    [dated, t, formats, currency],
  );
  const title = t('balance.chart', { currency });
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <Bars label={title} categories={categories} series={series} />
      <Weeks caption={title} currency={currency} weeks={weeks} label={label} />
    </SimpleGrid>
  );
}

interface WeeksProps extends OneCurrencyProps {
  readonly caption: string;
  readonly label: (week: string) => string;
}

/** The numbers of the chart, with what is late and what nobody can tell. */
function Weeks({ caption, currency, weeks, label }: WeeksProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const [isAll, setIsAll] = useState(weeks.length <= FIRST_WEEKS);
  const money = (state: 'approved' | 'pending' | 'total'): Column<ExpectedWeek> => ({
    key: state,
    title: state === 'total' ? t('balance.amount') : t(`balance.states.${state}`),
    align: 'right',
    cell: (row) => <Money amount={row[state]} currency={currency} />,
  });
  const columns: readonly Column<ExpectedWeek>[] = [
    { key: 'week', title: t('balance.week'), isHeader: true, cell: (row) => label(row.week) },
    { key: 'orders', title: t('balance.orders'), align: 'right', cell: (row) => formats.number(row.actions) },
    money('approved'),
    money('pending'),
    money('total'),
  ];
  return (
    <Stack gap="xs" align="stretch">
      <DataTable
        caption={caption}
        columns={columns}
        rows={isAll ? weeks : weeks.slice(0, FIRST_WEEKS)}
        rowKey={({ week }) => week}
      />
      {isAll ? null : (
        <Button variant="default" onClick={() => setIsAll(true)}>
          {t('balance.allWeeks', { count: weeks.length })}
        </Button>
      )}
    </Stack>
  );
}
