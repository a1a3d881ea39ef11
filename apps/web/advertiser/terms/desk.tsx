import { Alert, Badge, SegmentedControl, Skeleton, Stack, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { DeskBar } from './desk-bar.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { ProposalsPanel } from './proposals-panel.tsx';
import { type Position, readForForm } from './read-terms.ts';
import './terms.css';
import { TermsForm } from './terms-form.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';
import { VersionsPanel } from './versions-panel.tsx';

const TextEditor = lazy(() => import('./text-editor.tsx'));
const TABS = ['findings', 'changes', 'trial', 'versions', 'proposals'] as const;
const VIEWS = ['both', 'form', 'text'] as const;
/** From here on form and text have room beside each other; terms.css says the same. */
const BESIDE = '(min-width: 75em)';

export interface DeskProps {
  readonly workspace: WorkspaceAnswer;
  /** Loads what is there now and begins with it. */
  readonly onBeginAgain: () => void;
}

/** Form and text side by side over one language; the text is the truth, the form writes into it. */
export function Desk({ workspace, onBeginAgain }: DeskProps) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const draft = useDraft(workspace, mayWrite);
  const preview = usePreview(workspace.program.code, draft.text, draft.basedOn, mayWrite);
  const [target, setTarget] = useState<Position | null>(null);
  const { values, change } = useAddress({ view: '' });
  const hasRoom = useMediaQuery(BESIDE, true, { getInitialValueInEffect: false });
  const views = VIEWS.filter((each) => hasRoom || each !== 'both');
  const view = views.find((each) => each === values.view) ?? (hasRoom ? 'both' : 'form');
  const show = (position: Position) => {
    if (view === 'form') change({ view: hasRoom ? 'both' : 'text' });
    setTarget({ ...position });
  };
  return (
    <Stack gap="md">
      <DeskBar workspace={workspace} draft={draft} preview={preview} mayWrite={mayWrite} onBeginAgain={onBeginAgain} />
      <SegmentedControl
        aria-label={t('terms.view.label')}
        w="fit-content"
        data={views.map((each) => ({ value: each, label: t(`terms.view.${each}`) }))}
        value={view}
        onChange={(chosen) => change({ view: chosen })}
      />
      <div className={`terms-desk ${view}`}>
        {view === 'text' ? null : <FormSide workspace={workspace} draft={draft} mayWrite={mayWrite} onShow={show} />}
        {view === 'form' ? null : (
          <Suspense fallback={<Skeleton height={480} aria-label={t('terms.editor.loading')} role="status" />}>
            <TextEditor
              label={t('terms.editor.label')}
              text={draft.text}
              findings={draft.findings}
              readOnly={!mayWrite}
              onChange={draft.setText}
              target={target}
            />
          </Suspense>
        )}
      </div>
      <Beside workspace={workspace} draft={draft} preview={preview} onShow={show} mayWrite={mayWrite} />
    </Stack>
  );
}

interface SideProps {
  readonly workspace: WorkspaceAnswer;
  readonly draft: Draft;
  readonly mayWrite: boolean;
  readonly onShow: (position: Position) => void;
}

function FormSide({ workspace, draft, mayWrite, onShow }: SideProps) {
  const text = useDeferredValue(draft.text);
  const read = useMemo(() => readForForm(text), [text]);
  return (
    <div className="terms-form">
      <TermsForm
        text={text}
        read={read}
        program={workspace.program}
        now={workspace.now}
        readOnly={!mayWrite}
        onShow={onShow}
        write={(edited) => {
          if (edited !== null) draft.setText(edited);
        }}
      />
    </div>
  );
}

interface BesideProps extends SideProps {
  readonly preview: ReturnType<typeof usePreview>;
}

/** What is said about the text: findings, changes, the trial, and what was published and proposed. */
function Beside({ workspace, draft, preview, onShow, mayWrite }: BesideProps) {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ tab: 'findings' });
  const { program, now } = workspace;
  const versions = useMemo(() => readForForm(draft.text)?.terms.versions.map(({ id }) => id) ?? [], [draft.text]);
  const errors = draft.findings.filter(({ severity }) => severity === 'error').length;
  const counts = {
    findings: draft.findings.length,
    changes: preview?.changes.length ?? 0,
    proposals: workspace.open_proposal === null ? 0 : 1,
  };
  const countOf = (tab: string) => Object.entries(counts).find(([name]) => name === tab)?.[1] ?? 0;
  const isOffered = !['draft', 'pending', 'declined'].includes(program.status);
  return (
    <Tabs value={values.tab} onChange={(tab) => change({ tab: tab ?? 'findings' })} keepMounted={false}>
      <Tabs.List aria-label={t('terms.tabs.label')}>
        {TABS.map((tab) => (
          <Tabs.Tab
            key={tab}
            value={tab}
            rightSection={
              countOf(tab) === 0 ? null : (
                <Badge
                  size="sm"
                  circle={countOf(tab) < 10}
                  color={tab === 'findings' && errors > 0 ? 'red' : 'gray'}
                  variant="light"
                >
                  {countOf(tab)}
                </Badge>
              )
            }
          >
            {t(`terms.tabs.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="findings" pt="md">
        <FindingsPanel findings={draft.findings} isChecking={draft.isChecking} onShow={onShow} />
      </Tabs.Panel>
      <Tabs.Panel value="changes" pt="md">
        {mayWrite ? (
          <ChangesPanel preview={preview} zone={program.time_zone} />
        ) : (
          <Alert color="gray">{t('terms.bar.readOnly')}</Alert>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="trial" pt="md">
        <TrialPanel
          code={program.code}
          zone={program.time_zone}
          text={draft.text}
          now={now}
          isReady={mayWrite && errors === 0}
          versions={versions}
        />
      </Tabs.Panel>
      <Tabs.Panel value="versions" pt="md">
        <VersionsPanel code={program.code} zone={program.time_zone} isOffered={isOffered} />
      </Tabs.Panel>
      <Tabs.Panel value="proposals" pt="md">
        <ProposalsPanel program={program} />
      </Tabs.Panel>
    </Tabs>
  );
}
