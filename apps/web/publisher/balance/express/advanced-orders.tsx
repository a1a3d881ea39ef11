import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressPayment, ExpressPaymentOrders } from '../../../../../contract/wire/express-payments.ts';
import { useApi } from '../../../kit/api/use-api.ts';
import { TextLink } from '../../../kit/controls/text-link.tsx';
import { FocusReturn } from '../../../kit/controls/use-focus-return.ts';
import { Loaded } from '../../../kit/page/states.tsx';
import { type Column, DataTable } from '../../../kit/table/data-table.tsx';
import { Money } from '../../../kit/values/amounts.tsx';
import { useFormats } from '../../../kit/values/format.ts';
import { PAYMENTS } from './paths.ts';

type Order = ExpressPaymentOrders['orders'][number];

/** What one express payment advanced for which order, and the way to each order and to its entries. */
export function AdvancedOrders({
  payment,
  onClose,
}: {
  readonly payment: ExpressPayment;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const formats = useFormats();
  const orders = useApi<ExpressPaymentOrders>(`${PAYMENTS}/${payment.id}/orders`);
  const title = t('express.ordersOf', { amount: formats.money(payment.advanced, payment.currency) });
  const columns: readonly Column<Order>[] = [
    {
      key: 'order',
      title: t('express.order'),
      isHeader: true,
      cell: (row) => (
        <TextLink to="/publisher/actions/why" search={{ program: row.program, order: row.order_id }}>
          {row.order_id}
        </TextLink>
      ),
    },
    {
      key: 'program',
      title: t('express.program'),
      cell: (row) => payment.programs.find(({ program }) => program === row.program)?.name ?? row.program,
    },
    ...(['advanced', 'settled', 'outstanding'] as const).map(
      (key): Column<Order> => ({
        key,
        title: t(key === 'outstanding' ? 'express.open' : `express.${key}`),
        align: 'right',
        cell: (row) => <Money amount={row[key]} currency={row.currency} />,
      }),
    ),
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={title}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <FocusReturn />
      <Stack gap="md">
        <Loaded query={orders}>
          {(found) => (
            <DataTable
              caption={title}
              columns={columns}
              rows={found.orders}
              rowKey={(row) => `${row.program} ${row.order_id}`}
            />
          )}
        </Loaded>
        <Text size="sm">
          <TextLink to="/publisher/balance" search={{ express: payment.id }} hash="history" onClick={onClose}>
            {t('express.entries')}
          </TextLink>
        </Text>
      </Stack>
    </Modal>
  );
}
