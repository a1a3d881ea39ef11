import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewAnswer, PublishedAnswer, WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { Needs, Sentences } from './changes-panel.tsx';

/** Sentences that a dialog shows; the panel beside the text shows all. */
const SHOWN_MAX = 8;

export interface PublishDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly program: WorkspaceAnswer['program'];
  readonly text: string;
  readonly basedOn: number;
  readonly preview: PreviewAnswer | null;
  /** The text is out of one's hands: published, or proposed. */
  readonly onDone: () => void;
}

/** What will happen, from when, by whose yes; publishing is for ever, so the program's code has to be typed. */
export function PublishDialog(props: PublishDialogProps) {
  const { t } = useTranslation(['frame', 'advertiser']);
  const { opened, onClose, program, preview } = props;
  const isProposal = preview !== null && preview.approval !== 'nobody';
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t(isProposal ? 'advertiser:terms.publish.proposeTitle' : 'advertiser:terms.publish.title', {
        name: program.name,
      })}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      {preview === null ? null : <Body {...props} preview={preview} />}
    </Modal>
  );
}

function Body({
  program,
  text,
  basedOn,
  preview,
  onDone,
  onClose,
}: PublishDialogProps & { readonly preview: PreviewAnswer }) {
  const { t } = useTranslation(['frame', 'advertiser']);
  const [typed, setTyped] = useState('');
  const { text: reason, write, forget } = useUnsent(`propose ${program.code}`);
  const isProposal = preview.approval !== 'nobody';
  const body = { text, based_on: basedOn, ...(isProposal ? { reason } : {}) };
  const send = usePublishing(program, body, () => {
    forget();
    onDone();
  });
  if (!preview.publishable) return <Alert color="red" title={t('advertiser:terms.publish.unreadable')} />;
  if (preview.same) return <Alert color="blue" title={t('advertiser:terms.publish.same')} />;
  const isReady = typed.trim() === program.code && (!isProposal || reason.trim() !== '');
  const why =
    preview.approval === 'operator' ? 'operatorWhy' : preview.approval === 'colleague' ? 'colleagueWhy' : 'forEver';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) send.run();
      }}
    >
      <Stack gap="md">
        <Needs preview={preview} zone={program.time_zone} />
        <FirstChanges preview={preview} />
        <Text size="sm">{t(`advertiser:terms.publish.${why}`)}</Text>
        {isProposal ? (
          <Textarea
            label={t('advertiser:terms.publish.reason')}
            required
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => write(event.currentTarget.value)}
          />
        ) : null}
        <TextInput
          label={t('advertiser:terms.publish.confirmation', { word: program.code })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        {send.problem === null ? null : <ProblemAlert problem={send.problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={send.running}>
            {t(isProposal ? 'advertiser:terms.publish.proposeAction' : 'advertiser:terms.publish.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Publishes the text, or proposes it where it has a reason; says what is doubtful about what is out of one's hands now. */
function usePublishing(
  { code }: WorkspaceAnswer['program'],
  body: { readonly text: string; readonly based_on: number; readonly reason?: string },
  onDone: () => void,
) {
  const { t } = useTranslation('advertiser');
  const say = useNotice();
  const path = `/api/v1/programs/${code}/terms`;
  const isProposal = body.reason !== undefined;
  return useSend<void, Pick<PublishedAnswer, 'warnings'>>({
    method: 'POST',
    path: isProposal ? `${path}/proposals` : path,
    body: () => body,
    renews: [path, `/api/v1/programs/${code}/settings`],
    done: null,
    onDone: ({ warnings }) => {
      const done = t(isProposal ? 'terms.publish.proposed' : 'terms.publish.published');
      const doubtful = t('terms.findings.warnings', { count: warnings.length });
      say(warnings.length === 0 ? done : `${done} · ${doubtful}`);
      onDone();
    },
  });
}

function FirstChanges({ preview }: { readonly preview: PreviewAnswer }) {
  const { t } = useTranslation('advertiser');
  const { changes, changes_left_out: leftOut } = preview;
  if (changes.length === 0) return null;
  const left = changes.length + leftOut - SHOWN_MAX;
  return (
    <div>
      <Text fw={600} size="sm">
        {t('terms.publish.changes', { count: changes.length + leftOut })}
      </Text>
      <Sentences sentences={changes.slice(0, SHOWN_MAX)} />
      {left > 0 ? (
        <Text size="sm" c="dimmed">
          {t('terms.changes.more', { count: left })}
        </Text>
      ) : null}
    </div>
  );
}
