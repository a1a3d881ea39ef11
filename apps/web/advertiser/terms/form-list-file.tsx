import { Alert, Button, FileInput, Group, List, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListFileAnswer } from '../../../../contract/wire/terms.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import type { Write } from './form-rates.tsx';

export interface ListFileProps {
  readonly code: string;
  readonly list: string;
  readonly text: string;
  readonly write: Write;
}

/** A file of stores, products or ad spaces: tried first, then taken into the draft; published like every other change. */
export function ListFile(props: ListFileProps) {
  const { t } = useTranslation(['frame', 'advertiser']);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" w="fit-content" onClick={() => setOpened(true)}>
        {t('advertiser:terms.listFile.open', { list: props.list })}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('advertiser:terms.listFile.title', { list: props.list })}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <ListFileForm {...props} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function ListFileForm({ code, list, text, write, onDone }: ListFileProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('advertiser');
  const [given, setGiven] = useState<GivenList>({ file: '', from: '', missing: 'keep' });
  const [answer, setAnswer] = useState<ListFileAnswer | null>(null);
  const send = useSend<void, ListFileAnswer>({
    method: 'POST',
    path: `/api/v1/programs/${code}/terms/lists`,
    body: () => ({ text, list, ...given, from: given.from === '' ? null : given.from }),
    done: null,
    onDone: setAnswer,
  });
  /** What was tried says nothing of other words. */
  const change = (changed: Partial<GivenList>) => {
    setGiven((before) => ({ ...before, ...changed }));
    setAnswer(null);
    send.forget();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (answer === null) return send.run();
        write(answer.text);
        onDone();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('terms.listFile.lead')}</Text>
        <Given given={given} onChange={change} />
        {send.problem === null ? null : <ProblemAlert problem={send.problem} />}
        <div aria-live="polite">{answer === null ? null : <Change answer={answer} />}</div>
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={send.running}
            disabled={given.file.trim() === '' || (answer !== null && answer.added + answer.ended === 0)}
          >
            {t(answer === null ? 'terms.listFile.try' : 'terms.listFile.take')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface GivenList {
  readonly file: string;
  readonly from: string;
  readonly missing: string;
}

interface GivenProps {
  readonly given: GivenList;
  readonly onChange: (changed: Partial<GivenList>) => void;
}

/** Files of spreadsheets come in UTF-16 with its mark; everything else is read as UTF-8. */
function textOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = !isMarked ? 'utf-8' : first === 0xff ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(encoding).decode(bytes);
}

function Given({ given: { file, from, missing }, onChange }: GivenProps) {
  const { t } = useTranslation('advertiser');
  return (
    <>
      <FileInput
        label={t('terms.listFile.file')}
        placeholder={t('terms.listFile.choose')}
        accept=".csv,.txt,text/csv,text/plain"
        onChange={(chosen) => void chosen?.arrayBuffer().then((bytes) => onChange({ file: textOf(bytes) }))}
      />
      <Textarea
        label={t('terms.listFile.rows')}
        description={t('terms.listFile.rowsHint')}
        value={file}
        onChange={(event) => onChange({ file: event.currentTarget.value })}
        autosize
        minRows={4}
        maxRows={10}
      />
      <DayField
        label={t('terms.listFile.from')}
        description={t('terms.listFile.fromHint')}
        value={from}
        onChange={(chosen) => onChange({ from: chosen })}
      />
      <Radio.Group
        label={t('terms.listFile.missing')}
        value={missing}
        onChange={(value) => onChange({ missing: value })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="keep" label={t('terms.listFile.keep')} />
          <Radio value="end" label={t('terms.listFile.end')} />
        </Stack>
      </Radio.Group>
    </>
  );
}

function Change({ answer }: { readonly answer: ListFileAnswer }) {
  const { t } = useTranslation('advertiser');
  const { rows, added, ended, present, refused, changes, findings } = answer;
  return (
    <Stack gap="sm">
      <Alert color={added + ended === 0 ? 'gray' : 'blue'} variant="light">
        {[
          t('terms.listFile.read', { count: rows }),
          t('terms.listFile.added', { count: added }),
          t('terms.listFile.ended', { count: ended }),
          t('terms.listFile.present', { count: present }),
          t('terms.listFile.refused', { count: refused }),
        ].join(' · ')}
      </Alert>
      {changes.length === 0 ? null : (
        <List size="sm" mah={160} className="list-file-rows" tabIndex={0} aria-label={t('terms.listFile.changes')}>
          {changes.map(({ id, becomes }) => (
            <List.Item key={`${becomes} ${id}`}>{t(`terms.listFile.becomes.${becomes}`, { id })}</List.Item>
          ))}
        </List>
      )}
      {findings.length === 0 ? null : (
        <List size="sm" mah={160} className="list-file-rows" tabIndex={0} aria-label={t('terms.listFile.findings')}>
          {findings.map(({ line, id, fault }) => (
            <List.Item key={line}>
              {t('terms.listFile.finding', { line, id, why: t(`terms.listFile.faults.${fault}`) })}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
