import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleBody, HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';
import { HandledFigures, RefusedRows } from './handled.tsx';

/** Confirms or declines every order of a selection: first what would change, then the number of them has to be typed. */
export function HandleMany(props: {
  readonly verdict: 'approved' | 'declined';
  readonly selection: Readonly<Record<string, string>> & { readonly program: string };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const { verdict, selection, onClose } = props;
  const isApproval = verdict === 'approved';
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== ''));
  const body = { selection: { ...given, program: selection.program }, verdict, reason };
  const preview = useSend<HandleBody, HandledAnswer>({ ...SENT, done: null, onDone: setShown });
  const [shown, show] = useState<HandledAnswer | null>(null);
  function setShown(answer: HandledAnswer): void {
    show(answer);
  }
  const apply = useSend<HandleBody, HandledAnswer>({
    ...SENT,
    renews: ['/api/v1/order'],
    done: t('daily.many.done', { count: shown?.orders ?? 0 }),
    onDone: onClose,
  });
  const problem = apply.problem ?? preview.problem;
  const isReady = shown !== null && shown.orders > 0 && typed.trim() === String(shown.rows);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(isApproval ? 'daily.many.confirmTitle' : 'daily.many.declineTitle')}
      closeButtonProps={{ 'aria-label': frame('actions.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t(isApproval ? 'daily.many.confirmWhat' : 'daily.many.declineWhat')}</Text>
        <Textarea
          label={t('daily.many.reason')}
          description={t('daily.many.reasonHint')}
          required={!isApproval}
          autosize
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            show(null);
          }}
        />
        {problem === null ? null : <ProblemAlert problem={problem} />}
        {shown === null ? null : (
          <>
            <HandledFigures answer={shown} />
            <RefusedRows answer={shown} />
            {shown.orders === 0 ? (
              <Text>{t('daily.many.nothing')}</Text>
            ) : (
              <TextInput
                label={frame('confirm.type', { word: String(shown.rows) })}
                description={t('daily.many.typed', { count: shown.rows })}
                value={typed}
                autoComplete="off"
                inputMode="numeric"
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            )}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {frame('actions.cancel')}
          </Button>
          {shown === null ? (
            <Button loading={preview.running} onClick={() => preview.run(body)}>
              {t('daily.many.preview')}
            </Button>
          ) : (
            <Button
              color={isApproval ? 'teal.8' : 'red'}
              disabled={!isReady}
              loading={apply.running}
              onClick={() => apply.run({ ...body, expected: shown.rows })}
            >
              {t(isApproval ? 'daily.many.confirm' : 'daily.many.decline', { count: shown.orders })}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const SENT = { method: 'POST', path: '/api/v1/order-desk/handle' } as const;
