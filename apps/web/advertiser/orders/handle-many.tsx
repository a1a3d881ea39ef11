import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleBody, HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';
import { useFocusReturn } from '../../kit/use-focus-return.ts';
import { WorkProgress } from '../../kit/work-progress.tsx';
import { HandledFigures, RefusedRows } from './handled.tsx';

export interface HandleManyProps {
  readonly verdict: 'approved' | 'declined';
  readonly selection: HandleBody['selection'];
  readonly onClose: () => void;
}

/** Confirms or declines every order of a selection: first what would change, then the number of them has to be typed, then what became of each. */
export function HandleMany(props: HandleManyProps) {
  useFocusReturn();
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const handling = useHandling(props);
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t(props.verdict === 'approved' ? 'daily.many.confirmTitle' : 'daily.many.declineTitle')}
      closeButtonProps={{ 'aria-label': frame('actions.close') }}
    >
      {handling.result === null ? (
        <Asked {...props} handling={handling} />
      ) : (
        <Stack gap="md" role="status">
          <Text fw={600}>{t('daily.many.done', { count: handling.result.orders })}</Text>
          <HandledFigures answer={handling.result} />
          <RefusedRows answer={handling.result} />
          <Group justify="flex-end">
            <Button onClick={props.onClose} data-autofocus>
              {frame('actions.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

type Handling = ReturnType<typeof useHandling>;

function useHandling({ verdict, selection }: HandleManyProps) {
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<HandledAnswer | null>(null);
  const [result, setResult] = useState<HandledAnswer | null>(null);
  const body: HandleBody = { selection, verdict, reason };
  const sent = { method: 'POST', path: '/api/v1/order-desk/handle', isLong: true, done: null } as const;
  const preview = useSend<HandleBody, HandledAnswer>({ ...sent, onDone: setShown });
  const apply = useSend<HandleBody, HandledAnswer>({ ...sent, renews: ['/api/v1/order'], onDone: setResult });
  return {
    reason,
    shown,
    result,
    problem: apply.problem ?? preview.problem,
    trying: preview.running,
    applying: apply.running,
    work: apply.work ?? preview.work,
    changeReason: (text: string) => {
      setReason(text);
      setShown(null);
    },
    preview: () => {
      apply.forget();
      preview.run(body);
    },
    apply: ({ rows }: HandledAnswer) => apply.run({ ...body, expected: rows }),
  };
}

function Asked({ verdict, onClose, handling }: HandleManyProps & { readonly handling: Handling }) {
  const { t } = useTranslation('advertiser');
  const isApproval = verdict === 'approved';
  const [typed, setTyped] = useState('');
  const { shown } = handling;
  const isReady = shown !== null && shown.orders > 0 && typed.trim() === String(shown.rows);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (handling.trying || handling.applying) return;
    if (shown === null) handling.preview();
    else if (isReady) handling.apply(shown);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t(isApproval ? 'daily.many.confirmWhat' : 'daily.many.declineWhat')}</Text>
        <Textarea
          label={t('daily.many.reason')}
          description={t('daily.many.reasonHint')}
          required={!isApproval}
          autosize
          maxLength={500}
          value={handling.reason}
          disabled={handling.applying}
          onChange={(event) => handling.changeReason(event.currentTarget.value)}
        />
        {shown === null ? null : <Previewed shown={shown} typed={typed} onTyped={setTyped} />}
        {handling.problem === null ? null : <ProblemAlert problem={handling.problem} />}
        {handling.work === null ? null : <WorkProgress work={handling.work} label={t('daily.many.running')} />}
        {handling.applying ? (
          <Alert color="blue" variant="light">
            {t('daily.many.goesOn')}
          </Alert>
        ) : null}
        <Buttons verdict={verdict} handling={handling} isReady={isReady} onClose={onClose} />
      </Stack>
    </form>
  );
}

function Buttons(props: {
  readonly verdict: HandleManyProps['verdict'];
  readonly handling: Handling;
  readonly isReady: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const { shown, applying, trying } = props.handling;
  const isApproval = props.verdict === 'approved';
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={props.onClose}>
        {frame(applying ? 'actions.close' : 'actions.cancel')}
      </Button>
      {shown === null ? (
        <Button type="submit" loading={trying}>
          {t('daily.many.preview')}
        </Button>
      ) : (
        <Button type="submit" color={isApproval ? 'teal.9' : 'red'} disabled={!props.isReady} loading={applying}>
          {t(isApproval ? 'daily.many.confirm' : 'daily.many.decline', { count: shown.orders })}
        </Button>
      )}
    </Group>
  );
}

function Previewed(props: {
  readonly shown: HandledAnswer;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
}) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const { shown, typed, onTyped } = props;
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
          onChange={(event) => onTyped(event.currentTarget.value)}
        />
      )}
    </>
  );
}
