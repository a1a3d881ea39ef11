import { Alert, Button, Group, List, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManyJudged, ManyVerdict, QueueName, WaitingEntry } from '../../../../../contract/wire/moderation-many.ts';
import { useSend } from '../../../kit/api/use-api.ts';
import { useFocusReturn } from '../../../kit/controls/use-focus-return.ts';
import { ProblemAlert } from '../../../kit/page/states.tsx';
import { WorkProgress } from '../../../kit/page/work-progress.tsx';
import { reasonCodes } from '../queue-item.ts';
import { RENEWED } from './renewed.ts';

interface VerdictDialogProps {
  readonly queue: QueueName;
  readonly verdict: 'approve' | 'decline';
  readonly entries: readonly WaitingEntry[];
  readonly onClose: () => void;
  readonly onJudged: (judged: ManyJudged) => void;
}

/** Says what is decided about and what follows; a decline needs its reason, what cannot be taken back its number. */
export function VerdictDialog(props: VerdictDialogProps) {
  useFocusReturn();
  const { t } = useTranslation(['operator', 'frame']);
  const { queue, verdict, entries, onClose, onJudged } = props;
  const count = entries.length;
  const things = t(`many.things.${queue}`, { count });
  const [said, setSaid] = useState<Said>({ reason: '', code: 'rules', typed: '' });
  const [isTried, setIsTried] = useState(false);
  const judge = useSend<ManyVerdict, ManyJudged>({
    method: 'POST',
    path: '/api/v1/moderation/verdicts',
    isLong: true,
    renews: RENEWED,
    done: null,
    onDone: onJudged,
  });
  const isReady = verdict === 'decline' ? said.reason.trim() !== '' : said.typed.trim() === String(count);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (!isReady || judge.running) return;
    const against =
      verdict === 'decline' ? { reason: said.reason.trim(), ...(hasCode(queue) ? codeOf(said) : {}) } : {};
    judge.run({ queue, keys: entries.map(({ key }) => key), verdict, ...against });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(verdict === 'approve' ? 'many.approveTitle' : 'many.declineTitle', { things })}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <About {...props} />
          {verdict === 'decline' ? (
            <WhyNot queue={queue} said={said} isTried={isTried} onChange={setSaid} />
          ) : (
            <TextInput
              label={t('frame:confirm.type', { word: String(count) })}
              description={t('many.final')}
              value={said.typed}
              onChange={(event) => setSaid({ ...said, typed: event.currentTarget.value })}
              error={said.typed !== '' && !isReady ? t('frame:confirm.mismatch') : undefined}
              autoComplete="off"
              inputMode="numeric"
              data-autofocus
            />
          )}
          {judge.problem === null ? null : <ProblemAlert problem={judge.problem} />}
          {judge.work === null ? null : <WorkProgress work={judge.work} label={t('many.running')} />}
          {judge.running ? <Text size="sm">{t('many.goesOn')}</Text> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t(judge.running ? 'frame:actions.close' : 'frame:actions.cancel')}
            </Button>
            <Button
              type="submit"
              loading={judge.running}
              {...(verdict === 'decline' ? { color: 'red' } : { disabled: !isReady })}
            >
              {t(verdict === 'approve' ? 'many.approve' : 'many.decline', { things })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface Said {
  readonly reason: string;
  readonly code: (typeof reasonCodes)[number];
  readonly typed: string;
}

function codeOf({ code }: Said): Pick<ManyVerdict, 'code'> {
  return { code };
}

/** Whether a decline has a code for the statistics (S-131). */
function hasCode(queue: QueueName): boolean {
  return queue === 'ad_spaces' || queue === 'applications';
}

const NAMED = 5;

/** Which, of how many, what makes one look twice, and what follows. */
function About({ queue, verdict, entries }: VerdictDialogProps) {
  const { t } = useTranslation('operator');
  const owners = new Set(entries.map(({ owner }) => owner)).size;
  const counted = new Map<WaitingEntry['attention'][number], number>();
  for (const each of entries.flatMap(({ attention }) => attention)) counted.set(each, (counted.get(each) ?? 0) + 1);
  return (
    <Stack gap="sm">
      <List size="sm" className="anywhere">
        {entries.slice(0, NAMED).map(({ key, name, about }) => (
          <List.Item key={key}>
            {name}
            {about === '' ? '' : ` · ${about}`}
          </List.Item>
        ))}
        {entries.length > NAMED ? <List.Item>{t('many.more', { count: entries.length - NAMED })}</List.Item> : null}
      </List>
      {queue === 'organisations' || entries.length === 1 ? null : (
        <Text size="sm">{t('many.owners', { count: owners })}</Text>
      )}
      {verdict === 'approve' && counted.size > 0 ? (
        <Alert color="orange" variant="light" title={t('many.lookTwice')}>
          <List size="sm">
            {[...counted].map(([each, count]) => (
              <List.Item key={each}>
                {t(`many.attention.${each}`)}: {count}
              </List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      <Text size="sm">
        {t(verdict === 'approve' ? `many.approveMeans.${queue}` : `many.declineMeans.${queue}`)}{' '}
        {verdict === 'decline' ? t('many.undoable') : ''}
      </Text>
    </Stack>
  );
}

function WhyNot(props: {
  readonly queue: QueueName;
  readonly said: Said;
  readonly isTried: boolean;
  readonly onChange: (said: Said) => void;
}) {
  const { t } = useTranslation('operator');
  const { queue, said, isTried, onChange } = props;
  return (
    <>
      {hasCode(queue) ? (
        <Select
          label={t('moderation.code')}
          data={reasonCodes.map((value) => ({ value, label: t(`moderation.codes.${value}`) }))}
          value={said.code}
          onChange={(chosen) => onChange({ ...said, code: reasonCodes.find((each) => each === chosen) ?? 'other' })}
          allowDeselect={false}
        />
      ) : null}
      <Textarea
        label={t('moderation.reason')}
        value={said.reason}
        onChange={(event) => onChange({ ...said, reason: event.currentTarget.value })}
        error={isTried && said.reason.trim() === '' ? t('common.reasonMissing') : undefined}
        autosize
        minRows={3}
        maxLength={2000}
        required
        data-autofocus
      />
    </>
  );
}
