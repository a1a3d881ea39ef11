import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmAction } from '../../kit/confirm-action.tsx';
import { useMayWrite } from '../../kit/may-write.ts';
import { useSend } from '../../kit/use-api.ts';
import type { OrderRead } from './order-read.ts';

type Verdict = 'goods_received' | 'closed';

/** Says what became of one order: received, or ended without (S-081). Each is asked for once more before it counts. */
export function OrderVerdict({ order }: { readonly order: OrderRead }) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [asked, setAsked] = useState<{ readonly verdict: Verdict; readonly at: string } | null>(null);
  const verdict = asked?.verdict ?? null;
  const [reason, setReason] = useState('');
  const isClosed = order.events.some(({ type, applied }) => type === 'closed' && applied);
  const send = useSend<{ readonly type: Verdict; readonly at: string; readonly reason?: string }>({
    method: 'POST',
    path: `/api/v1/programs/${encodeURIComponent(order.program)}/orders/${encodeURIComponent(order.order_id)}/events`,
    renews: ['/api/v1/order'],
    done: t('daily.order.told'),
    onDone: () => setAsked(null),
  });
  if (!mayWrite || order.goods_received || isClosed) return null;
  const isReceipt = verdict === 'goods_received';
  /** The time is that of the question: sent twice, it is one event. */
  const ask = (about: Verdict): void => {
    send.forget();
    setAsked({ verdict: about, at: new Date().toISOString() });
  };
  const confirm = (): void => {
    if (asked === null) return;
    const text = reason.trim();
    send.run({ type: asked.verdict, at: asked.at, ...(text === '' ? {} : { reason: text }) });
  };
  return (
    <Group>
      <Button onClick={() => ask('goods_received')}>{t('daily.order.confirm')}</Button>
      <Button variant="default" onClick={() => ask('closed')}>
        {t('daily.order.decline')}
      </Button>
      <ConfirmAction
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t(isReceipt ? 'daily.order.confirmTitle' : 'daily.order.declineTitle', { order: order.order_id })}
        action={t(isReceipt ? 'daily.order.confirm' : 'daily.order.decline')}
        running={send.running}
        problem={send.problem}
        onConfirm={confirm}
      >
        <Stack gap="sm">
          <Text size="sm">{t(isReceipt ? 'daily.order.confirmWhat' : 'daily.order.declineWhat')}</Text>
          <Textarea
            label={t('daily.order.reason')}
            required={!isReceipt}
            autosize
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmAction>
    </Group>
  );
}
