import { Button, Center, Code, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { BalanceHistory } from '../../../../contract/wire/balance.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { ApiProblem, apiGet } from '../../kit/api/api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Section } from '../../kit/page/page.tsx';
import { ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { type Names, named, useNames } from '../figures/names.ts';

type Entry = BalanceHistory['results'][number];

/** As many as one looks through on a phone; the rest follows when it is asked for. */
const PAGE = 15;

const accounts = ['all', 'publisher_balance', 'publisher_hold'] as const;

/** Every entry on the accounts, with the order behind it. "Antispam Deduction" keeps its name in every language (S-085). */
export function HistorySection() {
  const { t } = useTranslation('publisher');
  const names = useNames();
  const { values, change } = useAddress({ account: 'publisher_balance', express: '' });
  const query = {
    ...(values.account === 'all' ? {} : { account: values.account }),
    ...(values.express === '' ? {} : { express_payment: values.express }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['/api/v1/balances/history', query],
    queryFn: ({ pageParam, signal }) =>
      apiGet<BalanceHistory>(
        '/api/v1/balances/history',
        { ...query, limit: PAGE, ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const rows = pages.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <div id="history">
      <Section
        title={t('balance.history')}
        lead={t('balance.historyLead')}
        actions={
          <SegmentedControl
            aria-label={t('balance.show')}
            value={values.account}
            onChange={(account) => change({ account })}
            data={accounts.map((account) => ({ value: account, label: t(`balance.accounts.${account}`) }))}
          />
        }
      >
        {values.express === '' ? null : (
          <Group gap="sm" mb="sm">
            <Text size="sm">{t('balance.ofExpress')}</Text>
            <Button variant="default" size="xs" onClick={() => change({ express: '' })}>
              {t('balance.allHistory')}
            </Button>
          </Group>
        )}
        {pages.error instanceof ApiProblem ? (
          <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />
        ) : null}
        {pages.isPending ? <Waiting /> : null}
        {rows.length === 0 ? null : (
          <DataTable
            caption={t('balance.history')}
            columns={columnsOf(t, names)}
            rows={rows}
            rowKey={(row) => `${row.entry_id} ${row.account} ${row.amount}`}
          />
        )}
        {pages.hasNextPage ? (
          <Center mt="md">
            <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
              {t('balance.moreHistory')}
            </Button>
          </Center>
        ) : null}
      </Section>
    </div>
  );
}

function columnsOf(t: TFunction<'publisher'>, names: Names): readonly Column<Entry>[] {
  return [
    { key: 'when', title: t('balance.when'), cell: (row) => <When at={row.effective_at} /> },
    {
      key: 'what',
      title: t('balance.what'),
      isHeader: true,
      cell: (row) => (
        <Stack component="span" gap={0}>
          <span>{named(t, 'entry', row.kind)}</span>
          <Text span size="xs" c="dimmed">
            {named(t, 'account', row.account)}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'program',
      title: t('balance.program'),
      cell: (row) => (row.program === null ? '—' : names.program(row.program)),
    },
    { key: 'order', title: t('balance.order'), cell: (row) => <OrderLink entry={row} /> },
    { key: 'reason', title: t('balance.reason'), cell: (row) => <ReasonText entry={row} t={t} /> },
    {
      key: 'amount',
      title: t('balance.amount'),
      align: 'right',
      cell: (row) => <Money amount={row.amount} currency={row.currency} sign />,
    },
  ];
}

function OrderLink({ entry }: { readonly entry: Entry }) {
  if (entry.order_id === null || entry.program === null) return <span>—</span>;
  return (
    <TextLink to="/publisher/actions/why" search={{ program: entry.program, order: entry.order_id }}>
      {entry.order_id}
    </TextLink>
  );
}

/** A type of violation also stands with its code, as rules and disputes name it (S-086, S-087). */
function ReasonText({ entry, t }: { readonly entry: Entry; readonly t: TFunction<'publisher'> }) {
  if (entry.reason === null) return <span>—</span>;
  return (
    <span>
      {named(t, 'reason', entry.reason)}
      {entry.kind === 'antispam_deduction' ? <Code ml={6}>{entry.reason}</Code> : null}
    </span>
  );
}
