import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewAnswer, WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { isSignedOut } from '../../kit/api/api.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import type { Draft, SaveState } from './use-draft.ts';

interface DeskBarProps {
  readonly workspace: WorkspaceAnswer;
  readonly draft: Draft;
  readonly preview: PreviewAnswer | null;
  readonly mayWrite: boolean;
  readonly onBeginAgain: () => void;
}

const SAID: Readonly<Record<SaveState, 'same' | 'first' | 'unsaved' | 'saving' | 'saved' | 'conflict'>> = {
  same: 'same',
  first: 'first',
  unsaved: 'unsaved',
  saving: 'saving',
  saved: 'saved',
  conflict: 'conflict',
  failed: 'unsaved',
};

/** Where the draft stands, and what can be done with it. */
export function DeskBar(props: DeskBarProps) {
  const { t } = useTranslation('advertiser');
  const { workspace, draft, preview, mayWrite, onBeginAgain } = props;
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const { program } = workspace;
  const path = `/api/v1/programs/${program.code}/terms`;
  const discard = useSend({
    method: 'DELETE',
    path: `${path}/draft`,
    body: null,
    done: null,
    onDone: () => {
      draft.drop();
      setAsked(null);
      onBeginAgain();
    },
  });
  if (!mayWrite) return <Alert color="gray">{t('terms.bar.readOnly')}</Alert>;
  const isProposal = preview !== null && preview.approval !== 'nobody';
  const isNew = preview?.publishable === true && !preview.same && !preview.outdated;
  const canPublish = isNew && workspace.open_proposal === null;
  return (
    <>
      <Hints {...props} onDiscard={() => setAsked('discard')} />
      <Group gap="sm">
        <Text size="sm" c="dimmed" role="status">
          {t(`terms.bar.${SAID[draft.saveState]}`)}
        </Text>
        {workspace.draft === null ? null : (
          <Button variant="subtle" color="red" size="xs" onClick={() => setAsked('discard')}>
            {t('terms.bar.discard')}
          </Button>
        )}
        <Button ml="auto" disabled={!canPublish} onClick={() => draft.flush().then(() => setAsked('publish'))}>
          {t(isProposal ? 'terms.bar.propose' : 'terms.bar.publish')}
        </Button>
      </Group>
      <PublishDialog
        opened={asked === 'publish'}
        onClose={() => setAsked(null)}
        program={program}
        text={draft.text}
        basedOn={draft.basedOn}
        preview={preview}
        onDone={() => {
          setAsked(null);
          onBeginAgain();
        }}
      />
      <ConfirmAction
        opened={asked === 'discard'}
        onClose={() => setAsked(null)}
        title={t('terms.bar.discard')}
        action={t('terms.bar.discard')}
        running={discard.running}
        problem={discard.problem}
        onConfirm={() => discard.run()}
      >
        {t('terms.bar.discardWhat')}
      </ConfirmAction>
    </>
  );
}

function Hints({
  workspace,
  draft,
  preview,
  onBeginAgain,
  onDiscard,
}: DeskBarProps & { readonly onDiscard: () => void }) {
  const { t } = useTranslation('advertiser');
  const { change } = useAddress({ tab: 'findings' });
  return (
    <>
      {draft.saveState === 'conflict' ? (
        <Alert color="orange" variant="light" title={t('terms.bar.conflict')}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('terms.bar.conflictWhat')}</Text>
            <Button size="xs" variant="default" onClick={onBeginAgain}>
              {t('terms.bar.reload')}
            </Button>
          </Stack>
        </Alert>
      ) : null}
      {draft.problem === null ? null : (
        // Who was signed out signs in beside; the next word he types is saved again, with what waits.
        <ProblemAlert
          problem={draft.problem}
          {...(isSignedOut(draft.problem) ? {} : { retry: () => void draft.flush() })}
        />
      )}
      {preview?.outdated === true ? (
        <Alert color="orange" variant="light" title={t('terms.bar.outdated')}>
          <Button size="xs" variant="default" onClick={onDiscard}>
            {t('terms.bar.takeOver')}
          </Button>
        </Alert>
      ) : null}
      {workspace.open_proposal === null ? null : (
        <Alert color="blue" variant="light" title={t('terms.bar.open')}>
          <Button size="xs" variant="default" onClick={() => change({ tab: 'proposals' })}>
            {t('terms.bar.seeProposal')}
          </Button>
        </Alert>
      )}
    </>
  );
}
