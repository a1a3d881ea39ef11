import { Alert, Button, Group, List, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManyJudged, VerdictOnMany, WaitingEntry } from '../../../../contract/wire/many.ts';
import { useSend } from '../api/use-api.ts';
import { useFocusReturn } from '../controls/use-focus-return.ts';
import { ProblemAlert } from '../page/states.tsx';
import { WorkProgress } from '../page/work-progress.tsx';
import { type ManyOf, reasonCodes } from './many-of.ts';

interface VerdictDialogProps {
  readonly of: ManyOf;
  readonly verdict: 'approve' | 'decline';
  readonly entries: readonly WaitingEntry[];
  readonly onClose: () => void;
  readonly onJudged: (judged: ManyJudged) => void;
}

/** Says what is decided about and what follows; a decline needs its reason, what cannot be taken back its number. */
export function VerdictDialog(props: VerdictDialogProps) {
  useFocusReturn();
  const { t } = useTranslation(['many', 'frame']);
  const { of: many, verdict, entries, onClose, onJudged } = props;
  const count = entries.length;
  const things = t(`things.${many.things}`, { count });
  const [said, setSaid] = useState<Said>({ reason: '', code: 'rules', typed: '' });
  const [isTried, setIsTried] = useState(false);
  const judge = useSend<VerdictOnMany, ManyJudged>({
    method: 'POST',
    path: many.verdicts.path,
    body: (said) => ({ ...many.verdicts.body, ...said }),
    isLong: true,
    renews: many.renews,
    done: null,
    onDone: onJudged,
  });
  const isReady = verdict === 'decline' ? said.reason.trim() !== '' : said.typed.trim() === String(count);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (!isReady || judge.running) return;
    const against = verdict === 'decline' ? { reason: said.reason.trim(), ...(hasCode(many) ? codeOf(said) : {}) } : {};
    judge.run({ keys: entries.map(({ key }) => key), verdict, ...against });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(verdict === 'approve' ? 'approveTitle' : 'declineTitle', { things })}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <About {...props} />
          {verdict === 'decline' ? (
            <WhyNot of={many} said={said} isTried={isTried} onChange={setSaid} />
          ) : (
            <TextInput
              label={t('frame:confirm.type', { word: String(count) })}
              description={t('final')}
              value={said.typed}
              onChange={(event) => setSaid({ ...said, typed: event.currentTarget.value })}
              error={said.typed !== '' && !isReady ? t('frame:confirm.mismatch') : undefined}
              autoComplete="off"
              inputMode="numeric"
              data-autofocus
            />
          )}
          {judge.problem === null ? null : <ProblemAlert problem={judge.problem} />}
          {judge.work === null ? null : <WorkProgress work={judge.work} label={t('running')} />}
          {judge.running ? <Text size="sm">{t('goesOn')}</Text> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t(judge.running ? 'frame:actions.close' : 'frame:actions.cancel')}
            </Button>
            <Button
              type="submit"
              loading={judge.running}
              {...(verdict === 'decline' ? { color: 'red' } : { disabled: !isReady })}
            >
              {t(verdict === 'approve' ? 'approve' : 'decline', { things })}
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

function codeOf({ code }: Said): Pick<VerdictOnMany, 'code'> {
  return { code };
}

/** Whether a decline has a code for the statistics (S-131). */
function hasCode({ things }: ManyOf): boolean {
  return things === 'ad_spaces' || things === 'applications';
}

const NAMED = 5;

/** Which, of how many, what makes one look twice, and what follows. */
function About({ of: { things }, verdict, entries }: VerdictDialogProps) {
  const { t } = useTranslation('many');
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
        {entries.length > NAMED ? <List.Item>{t('more', { count: entries.length - NAMED })}</List.Item> : null}
      </List>
      {things === 'organisations' || entries.length === 1 ? null : (
        <Text size="sm">{t('owners', { count: owners })}</Text>
      )}
      {verdict === 'approve' && counted.size > 0 ? (
        <Alert color="orange" variant="light" title={t('lookTwice')}>
          <List size="sm">
            {[...counted].map(([each, count]) => (
              <List.Item key={each}>
                {t(`attention.${each}`)}: {count}
              </List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      <Text size="sm">
        {t(verdict === 'approve' ? `approveMeans.${things}` : `declineMeans.${things}`)}{' '}
        {verdict === 'decline' ? t('undoable') : ''}
      </Text>
    </Stack>
  );
}

function WhyNot(props: {
  readonly of: ManyOf;
  readonly said: Said;
  readonly isTried: boolean;
  readonly onChange: (said: Said) => void;
}) {
  const { t } = useTranslation('many');
  const { of: many, said, isTried, onChange } = props;
  return (
    <>
      {hasCode(many) ? (
        <Select
          label={t('code')}
          data={reasonCodes.map((value) => ({ value, label: t(`codes.${value}`) }))}
          value={said.code}
          onChange={(chosen) => onChange({ ...said, code: reasonCodes.find((each) => each === chosen) ?? 'other' })}
          allowDeselect={false}
        />
      ) : null}
      <Textarea
        label={t('reason')}
        value={said.reason}
        onChange={(event) => onChange({ ...said, reason: event.currentTarget.value })}
        error={isTried && said.reason.trim() === '' ? t('reasonMissing') : undefined}
        autosize
        minRows={3}
        maxLength={2000}
        required
        data-autofocus
      />
    </>
  );
}
