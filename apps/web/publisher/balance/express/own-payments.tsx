import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpressPayment, ExpressPaymentPage } from '../../../../../contract/wire/express-payments.ts';
import { ApiProblem, apiGet } from '../../../kit/api/api.ts';
import { ProblemAlert, Waiting } from '../../../kit/page/states.tsx';
import { type Column, DataTable } from '../../../kit/table/data-table.tsx';
import { Money, When } from '../../../kit/values/amounts.tsx';
import { StatusBadge, type Tone } from '../../../kit/values/status-badge.tsx';
import { AdvancedOrders } from './advanced-orders.tsx';
import { PAYMENTS } from './paths.ts';

const PAGE = 10;

const TONES: Readonly<Record<ExpressPayment['state'], Tone>> = {
  granted: 'waiting',
  transferred: 'good',
  taken_back: 'neutral',
};

/** The publisher's express payments, newest first: what became of each, and for which orders it was. */
export function OwnPayments() {
  const { t } = useTranslation('publisher');
  const [shown, setShown] = useState<ExpressPayment | null>(null);
  const pages = useInfiniteQuery({
    queryKey: [PAYMENTS, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      apiGet<ExpressPaymentPage>(PAYMENTS, { limit: PAGE, ...(pageParam === '' ? {} : { before: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const rows = pages.data?.pages.flatMap(({ payments }) => payments) ?? [];
  const columns = useColumns(setShown);
  return (
    <Stack gap="xs">
      <Title order={3}>{t('express.list')}</Title>
      {pages.error instanceof ApiProblem ? (
        <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />
      ) : null}
      {pages.isPending ? <Waiting rows={3} /> : null}
      {rows.length === 0 ? null : (
        <DataTable caption={t('express.list')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
      {pages.hasNextPage ? (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('express.older')}
          </Button>
        </Center>
      ) : null}
      {shown === null ? null : <AdvancedOrders payment={shown} onClose={() => setShown(null)} />}
    </Stack>
  );
}

function useColumns(onShow: (payment: ExpressPayment) => void): readonly Column<ExpressPayment>[] {
  const { t } = useTranslation('publisher');
  const money = (key: 'advanced' | 'fee' | 'net' | 'settled', title: string): Column<ExpressPayment> => ({
    key,
    title,
    align: 'right',
    cell: (row) => <Money amount={row[key]} currency={row.currency} />,
  });
  return [
    { key: 'asked', title: t('express.askedAt'), isHeader: true, cell: (row) => <When at={row.asked_at} /> },
    { key: 'state', title: t('express.state'), cell: (row) => <State payment={row} /> },
    money('advanced', t('express.advanced')),
    money('fee', t('express.feeShort')),
    money('net', t('express.net')),
    money('settled', t('express.settled')),
    {
      key: 'orders',
      title: t('balance.orders'),
      cell: (row) => (
        <Button size="compact-sm" variant="default" onClick={() => onShow(row)}>
          {t('express.orders', { count: row.orders })}
        </Button>
      ),
    },
  ];
}

/** The state, and what the bank or the network says of it. */
function State({ payment }: { readonly payment: ExpressPayment }) {
  const { t } = useTranslation('publisher');
  const { state, transfer, taken_back: takenBack } = payment;
  return (
    <Stack component="span" gap={2} align="flex-start">
      <StatusBadge tone={TONES[state]}>{t(`express.states.${state}`)}</StatusBadge>
      {transfer === null ? null : (
        <Text span size="xs" className="anywhere">
          <When at={transfer.at} /> · {t('express.reference', { reference: transfer.reference })}
        </Text>
      )}
      {takenBack === null ? null : (
        <Text span size="xs" className="anywhere">
          <When at={takenBack.at} /> · {takenBack.reason}
        </Text>
      )}
    </Stack>
  );
}
