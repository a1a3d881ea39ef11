import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleBody, HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { useFocusReturn } from '../../kit/controls/use-focus-return.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { WorkProgress } from '../../kit/page/work-progress.tsx';
import { HandledFigures, RefusedRows } from './handled.tsx';
import type { Asked } from './orders-table.tsx';

export interface HandleManyProps extends Asked {
  readonly onClose: () => void;
}

/**
 * Confirms or declines every order of a selection, or takes back that they were declined: first what would change, then the number of them
 * has to be typed, then what became of each. What was just declined can be taken back from there.
 */
export function HandleMany({ onClose, ...asked }: HandleManyProps) {
  useFocusReturn();
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const [undone, setUndone] = useState<string | null>(null);
  const { program } = asked.selection;
  const now: Asked = undone === null ? asked : { verdict: 'reopened', selection: { program, handled_in: undone } };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(`daily.many.title.${now.verdict}`)}
      closeButtonProps={{ 'aria-label': frame('actions.close') }}
    >
      <HandleAsked key={undone} {...now} onClose={onClose} onUndo={setUndone} />
    </Modal>
  );
}

function HandleAsked(props: HandleManyProps & { readonly onUndo: (handling: string) => void }) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const handling = useHandling(props);
  const { result } = handling;
  if (result === null) return <ToAsk {...props} handling={handling} />;
  const undoable = props.verdict === 'declined' ? result.handling : null;
  return (
    <Stack gap="md" role="status">
      <Text fw={600}>{t('daily.many.done', { count: result.orders })}</Text>
      <HandledFigures answer={result} />
      <RefusedRows answer={result} />
      <Group justify="flex-end">
        {undoable === null ? null : (
          <Button variant="default" onClick={() => props.onUndo(undoable)}>
            {t('daily.many.takeBack', { count: result.orders })}
          </Button>
        )}
        <Button onClick={props.onClose} data-autofocus>
          {frame('actions.close')}
        </Button>
      </Group>
    </Stack>
  );
}

type Handling = ReturnType<typeof useHandling>;

function useHandling({ verdict, selection }: Asked) {
  const { text: reason, write, forget } = useUnsent(`many ${verdict}`);
  const [shown, setShown] = useState<HandledAnswer | null>(null);
  const [result, setResult] = useState<HandledAnswer | null>(null);
  const body: HandleBody = { selection, verdict, reason };
  const sent = { method: 'POST', path: '/api/v1/order-desk/handle', isLong: true, done: null } as const;
  const preview = useSend<HandleBody, HandledAnswer>({ ...sent, onDone: setShown });
  const handled = (answer: HandledAnswer): void => {
    forget();
    setResult(answer);
  };
  const apply = useSend<HandleBody, HandledAnswer>({ ...sent, renews: ['/api/v1/order'], onDone: handled });
  return {
    reason,
    shown,
    result,
    problem: apply.problem ?? preview.problem,
    trying: preview.running,
    applying: apply.running,
    work: apply.work ?? preview.work,
    changeReason: (text: string) => {
      write(text);
      setShown(null);
    },
    preview: () => {
      apply.forget();
      preview.run(body);
    },
    apply: ({ rows }: HandledAnswer) => apply.run({ ...body, expected: rows }),
  };
}

function ToAsk({ verdict, onClose, handling }: HandleManyProps & { readonly handling: Handling }) {
  const { t } = useTranslation('advertiser');
  const [typed, setTyped] = useState('');
  const { shown } = handling;
  // What is taken back can be declined again.
  const needsTyping = verdict !== 'reopened';
  const isReady = shown !== null && shown.orders > 0 && (!needsTyping || typed.trim() === String(shown.rows));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (handling.trying || handling.applying) return;
    if (shown === null) handling.preview();
    else if (isReady) handling.apply(shown);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t(`daily.many.what.${verdict}`)}</Text>
        <Textarea
          label={t('daily.many.reason')}
          description={t('daily.many.reasonHint')}
          required={verdict !== 'approved'}
          autosize
          maxLength={500}
          value={handling.reason}
          disabled={handling.applying}
          onChange={(event) => handling.changeReason(event.currentTarget.value)}
        />
        {shown === null ? null : <Previewed shown={shown} typed={needsTyping ? typed : null} onTyped={setTyped} />}
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
  const color = { approved: 'teal.9', declined: 'red', reopened: 'blue' }[props.verdict];
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
        <Button type="submit" color={color} disabled={!props.isReady} loading={applying}>
          {t(`daily.many.act.${props.verdict}`, { count: shown.orders })}
        </Button>
      )}
    </Group>
  );
}

function Previewed(props: {
  readonly shown: HandledAnswer;
  /** `null`: nothing has to be typed. */
  readonly typed: string | null;
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
      ) : typed === null ? null : (
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
