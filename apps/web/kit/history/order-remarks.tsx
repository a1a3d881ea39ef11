import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/use-api.ts';

/** What is read of an order; the route answers more. */
interface OrderEvents {
  readonly events: readonly { readonly reason: string | null; readonly applied: boolean }[];
}

/** What the advertiser wrote when it told what became of an order. Nothing where it wrote nothing. */
export function OrderRemarks({ program, order }: { readonly program: string; readonly order: string }) {
  const { t } = useTranslation('frame');
  const found = useApi<OrderEvents>(`/api/v1/orders/${encodeURIComponent(program)}/${encodeURIComponent(order)}`);
  const remarks = new Set(found.data?.events.flatMap(({ reason, applied }) => (applied && reason ? [reason] : [])));
  return [...remarks].map((text) => (
    <Text key={text} mt="xs">
      {t('order.remark', { text })}
    </Text>
  ));
}
