import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleBody, HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';
import { useFocusReturn } from '../../kit/use-focus-return.ts';
import { WorkProgress } from '../../kit/work-progress.tsx';
import { HandledFigures, RefusedRows } from './handled.tsx';

export interface HandleManyProps {
  readonly verdict: 'approved' | 'declined';
  readonly selection: Readonly<Record<string, string>> & { readonly program: string };
  readonly onClose: () => void;
}

/** Confirms or declines every order of a selection: first what would change, then the number of them has to be typed. */
export function HandleMany(props: HandleManyProps) {
  useFocusReturn();
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const { onClose } = props;
  const isApproval = props.verdict === 'approved';
  const handling = useHandling(props);
  const { shown, problem } = handling;
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
          value={handling.reason}
          onChange={(event) => handling.changeReason(event.currentTarget.value)}
        />
        {problem === null ? null : <ProblemAlert problem={problem} />}
        {handling.work === null ? null : <WorkProgress work={handling.work} label={t('daily.many.running')} />}
        {shown === null ? (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {frame('actions.cancel')}
            </Button>
            <Button loading={handling.trying} onClick={handling.preview}>
              {t('daily.many.preview')}
            </Button>
          </Group>
        ) : (
          <Previewed
            shown={shown}
            isApproval={isApproval}
            running={handling.applying}
            onApply={() => handling.apply(shown)}
            onClose={onClose}
          />
        )}
      </Stack>
    </Modal>
  );
}

function useHandling({ verdict, selection, onClose }: HandleManyProps) {
  const { t } = useTranslation('advertiser');
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<HandledAnswer | null>(null);
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== ''));
  const body: HandleBody = { selection: { ...given, program: selection.program }, verdict, reason };
  const sent = { method: 'POST', path: '/api/v1/order-desk/handle', isLong: true } as const;
  const preview = useSend<HandleBody, HandledAnswer>({ ...sent, done: null, onDone: setShown });
  const apply = useSend<HandleBody, HandledAnswer>({
    ...sent,
    renews: ['/api/v1/order'],
    done: t('daily.many.done', { count: shown?.orders ?? 0 }),
    onDone: onClose,
  });
  return {
    reason,
    shown,
    problem: apply.problem ?? preview.problem,
    trying: preview.running,
    applying: apply.running,
    work: apply.work ?? preview.work,
    changeReason: (text: string) => {
      setReason(text);
      setShown(null);
    },
    preview: () => preview.run(body),
    apply: ({ rows }: HandledAnswer) => apply.run({ ...body, expected: rows }),
  };
}

function Previewed(props: {
  readonly shown: HandledAnswer;
  readonly isApproval: boolean;
  readonly running: boolean;
  readonly onApply: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const [typed, setTyped] = useState('');
  const { shown, isApproval } = props;
  const isReady = shown.orders > 0 && typed.trim() === String(shown.rows);
  return (
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
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {frame('actions.cancel')}
        </Button>
        <Button
          color={isApproval ? 'teal.9' : 'red'}
          disabled={!isReady}
          loading={props.running}
          onClick={props.onApply}
        >
          {t(isApproval ? 'daily.many.confirm' : 'daily.many.decline', { count: shown.orders })}
        </Button>
      </Group>
    </>
  );
}
