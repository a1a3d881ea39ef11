import { Alert, Button, List } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings, ProgramStatusName } from '../../../../contract/wire/program-editing.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { type Send, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';

type Moving = Send<ProgramStatusName, ProgramSettings>;

export function useMove(program: ProgramSettings): Moving {
  return useSend<ProgramStatusName, ProgramSettings>({
    method: 'POST',
    path: `/api/v1/programs/${program.code}/status`,
    body: (status) => ({ status }),
    renews: [`/api/v1/programs/${program.code}`, '/api/v1/program-settings'],
  });
}

/** What its advertiser may make of the program now. */
export function LifeActions({ program, move }: { readonly program: ProgramSettings; readonly move: Moving }) {
  const { t } = useTranslation('advertiser');
  const [asked, setAsked] = useState<'stopped' | 'archived' | null>(null);
  if (!useMayWrite()) return null;
  const may = new Set(program.next_statuses);
  const close = () => setAsked(null);
  const confirm = (status: ProgramStatusName) => move.runAsync(status).then(close);
  return (
    <>
      {may.has('archived') ? (
        <Button variant="subtle" color="red" onClick={() => setAsked('archived')}>
          {t('program.archive')}
        </Button>
      ) : null}
      {may.has('stopped') ? (
        <Button variant="default" onClick={() => setAsked('stopped')}>
          {t('program.stop')}
        </Button>
      ) : null}
      {may.has('draft') ? (
        <Button variant="default" loading={move.running} onClick={() => move.run('draft')}>
          {t('program.takeBack')}
        </Button>
      ) : null}
      {may.has('active') ? (
        <Button loading={move.running} onClick={() => move.run('active')}>
          {t('program.start')}
        </Button>
      ) : null}
      {may.has('pending') ? (
        <Button loading={move.running} disabled={program.missing.length > 0} onClick={() => move.run('pending')}>
          {t('program.submit')}
        </Button>
      ) : null}
      <ConfirmAction
        opened={asked === 'stopped'}
        onClose={close}
        title={t('program.stop')}
        action={t('program.stop')}
        running={move.running}
        onConfirm={() => confirm('stopped')}
      >
        {t('program.stopWhat', { name: program.name })}
      </ConfirmAction>
      <ConfirmAction
        opened={asked === 'archived'}
        onClose={close}
        title={t('program.archive')}
        action={t('program.archive')}
        typed={program.code}
        running={move.running}
        onConfirm={() => confirm('archived')}
      >
        {t('program.archiveWhat', { name: program.name })}
      </ConfirmAction>
    </>
  );
}

const isMissing = (text: string): text is 'categories' | 'terms' => text === 'categories' || text === 'terms';

/** Why the program is not offered, and what it lacks. */
export function LifeNotice({ program, move }: { readonly program: ProgramSettings; readonly move: Moving }) {
  const { t } = useTranslation('advertiser');
  const { status, status_reason: reason, missing } = program;
  const canBeSubmitted = status === 'draft' || status === 'declined';
  return (
    <>
      {move.problem === null ? null : <ProblemAlert problem={move.problem} />}
      {reason === null ? null : (
        <Alert
          color="orange"
          variant="light"
          title={t(status === 'suspended' ? 'program.suspendedTitle' : 'program.declinedTitle')}
        >
          {reason}
        </Alert>
      )}
      {status === 'pending' ? (
        <Alert color="blue" variant="light" title={t('program.pendingTitle')}>
          {t('program.pendingWhy')}
        </Alert>
      ) : null}
      {canBeSubmitted && missing.length > 0 ? (
        <Alert color="blue" variant="light" title={t('program.missingTitle')}>
          <List size="sm">
            {missing.filter(isMissing).map((each) => (
              <List.Item key={each}>{t(`program.missing.${each}`)}</List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
    </>
  );
}
