import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/use-api.ts';
import { TextLink } from '../controls/text-link.tsx';

/** What is read of an order; the route answers more. */
interface OrderEvents {
  readonly events: readonly { readonly reason: string | null; readonly channel: string; readonly applied: boolean }[];
}

/** What the advertiser wrote when it told what became of an order, and where to read why the network itself decided. Nothing where nobody wrote. */
export function OrderRemarks({ program, order }: { readonly program: string; readonly order: string }) {
  const { t } = useTranslation('frame');
  const found = useApi<OrderEvents>(`/api/v1/orders/${encodeURIComponent(program)}/${encodeURIComponent(order)}`);
  const applied = found.data?.events.filter((event) => event.applied) ?? [];
  const ofAdvertiser = applied.filter(({ channel }) => channel !== 'network');
  const remarks = new Set(ofAdvertiser.flatMap(({ reason }) => (reason ? [reason] : [])));
  return (
    <>
      {[...remarks].map((text) => (
        <Text key={text} mt="xs">
          {t('order.remark', { text })}
        </Text>
      ))}
      {applied.length === ofAdvertiser.length ? null : (
        <Text mt="xs">
          {t('order.sanctioned')}{' '}
          <TextLink inherit underline="always" to="/publisher/conduct">
            {t('order.sanction')}
          </TextLink>
        </Text>
      )}
    </>
  );
}
