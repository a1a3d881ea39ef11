import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleBody, HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { type Unsent, useUnsent } from '../../kit/forms/use-unsent.ts';
import { RowRefusalText } from '../../kit/history/refusal-text.tsx';
import type { OrderRead } from './order-read.ts';
import type { Verdict } from './orders-table.tsx';

/** Says what became of one order: received, ended without (S-081), or that it ended is taken back. Each is asked for once more before it counts. */
export function OrderVerdict({ order }: { readonly order: OrderRead }) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [asked, setAsked] = useState<Verdict | null>(null);
  const [said, setSaid] = useState<HandledAnswer | null>(null);
  const draft = useUnsent(`order ${order.program} ${order.order_id}`);
  const isClosed = order.events.some(({ type, applied }) => type === 'closed' && applied);
  const send = useSend<HandleBody, HandledAnswer>({
    method: 'POST',
    path: '/api/v1/order-desk/handle',
    renews: ['/api/v1/order'],
    done: null,
    onDone: (answer) => {
      draft.forget();
      setSaid(answer);
      setAsked(null);
    },
  });
  if (!mayWrite) return null;
  const ask = (verdict: Verdict): void => {
    send.forget();
    setSaid(null);
    setAsked(verdict);
  };
  const { program, order_id } = order;
  const verdicts: readonly Verdict[] = order.goods_received ? [] : isClosed ? ['reopened'] : ['approved', 'declined'];
  return (
    <Stack gap="sm">
      <Group>
        {verdicts.map((verdict) => (
          <Button
            key={verdict}
            variant={verdict === 'approved' ? 'filled' : 'default'}
            aria-haspopup="dialog"
            onClick={() => ask(verdict)}
          >
            {t(`daily.order.${verdict}.action`)}
          </Button>
        ))}
      </Group>
      {said?.refused.length === 0 ? (
        <Text size="sm" role="status">
          {t('daily.order.told')}
        </Text>
      ) : null}
      {said?.refused.map((row) => (
        <Alert key={row.code} color="red" role="alert">
          <RowRefusalText {...row} />
        </Alert>
      ))}
      {asked === null ? null : (
        <Question
          verdict={asked}
          order={order_id}
          send={send}
          draft={draft}
          onClose={() => setAsked(null)}
          onSay={(reason) =>
            send.run({ selection: { program, order_ids: [order_id] }, verdict: asked, reason, expected: 1 })
          }
        />
      )}
    </Stack>
  );
}

function Question(props: {
  readonly verdict: Verdict;
  readonly order: string;
  readonly send: Pick<ReturnType<typeof useSend<HandleBody, HandledAnswer>>, 'running' | 'problem'>;
  readonly draft: Unsent;
  readonly onClose: () => void;
  readonly onSay: (reason: string) => void;
}) {
  const { t } = useTranslation('advertiser');
  const { verdict, order, send } = props;
  const { text: reason, write } = props.draft;
  return (
    <ConfirmAction
      opened
      onClose={props.onClose}
      title={t(`daily.order.${verdict}.title`, { order })}
      action={t(`daily.order.${verdict}.action`)}
      running={send.running}
      problem={send.problem}
      onConfirm={() => props.onSay(reason.trim())}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`daily.order.${verdict}.what`)}</Text>
        <Textarea
          label={t('daily.order.reason')}
          description={t('daily.many.reasonHint')}
          required={verdict !== 'approved'}
          autosize
          maxLength={500}
          value={reason}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmAction>
  );
}
