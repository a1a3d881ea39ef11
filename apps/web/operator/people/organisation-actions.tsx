import { Button, List, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationDetail } from '../../../../contract/wire/moderation.ts';
import type { Problem } from '../../kit/api/api.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { type Send, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { type Unsent, useUnsent } from '../../kit/forms/use-unsent.ts';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { useFormats } from '../../kit/values/format.ts';
import { ReasonDialog } from '../look/reason-dialog.tsx';

interface Verdict {
  readonly status: 'active' | 'declined' | 'blocked';
  readonly reason?: string;
}

type Dialog = 'decline' | 'block' | 'let-in' | null;

/** What the network may make of this organisation now. */
export function OrganisationActions({ organisation }: { readonly organisation: OrganisationDetail }) {
  const { t } = useTranslation('operator');
  const say = useNotice();
  const mayWrite = useMayWrite();
  const [dialog, setDialog] = useState<Dialog>(null);
  const { id, name, status, kind } = organisation;
  const draft = useUnsent(`organisation ${id}`);
  const judge = useSend<Verdict, OrganisationDetail>({
    method: 'POST',
    path: `/api/v1/moderation/organisations/${id}/status`,
    body: (verdict) => ({ ...verdict, from: status }),
    renews: ['/api/v1/moderation'],
    done: null,
    onDone: (_answer, verdict) => {
      draft.forget();
      setDialog(null);
      say(t(`people.done.${verdict.status}`, { name }));
    },
  });
  if (kind === 'operator' || !mayWrite) return null;
  return (
    <>
      {kind === 'publisher' ? (
        <ButtonLink variant="default" to="/operator/conduct/new" search={{ publisher: id }}>
          {t('people.openCase')}
        </ButtonLink>
      ) : null}
      {status === 'pending' ? (
        <>
          <Button onClick={() => judge.run({ status: 'active' })} loading={judge.running}>
            {t('people.approve')}
          </Button>
          <Button variant="default" onClick={() => setDialog('decline')}>
            {t('moderation.decline')}
          </Button>
        </>
      ) : null}
      {status === 'blocked' || status === 'declined' ? (
        <Button onClick={() => setDialog('let-in')}>{t('people.letInAgain')}</Button>
      ) : (
        <Button color="red" variant="light" onClick={() => setDialog('block')}>
          {t('people.block')}
        </Button>
      )}
      <Dialogs
        dialog={dialog}
        organisation={organisation}
        judge={judge}
        draft={draft}
        onClose={() => setDialog(null)}
      />
    </>
  );
}

function Dialogs(props: {
  readonly dialog: Dialog;
  readonly organisation: OrganisationDetail;
  readonly judge: Send<Verdict, OrganisationDetail>;
  readonly draft: Unsent;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operator');
  const { dialog, organisation, judge, draft, onClose } = props;
  const { name } = organisation;
  const state = { running: judge.running, problem: judge.problem };
  return (
    <>
      {dialog === 'decline' ? (
        <ReasonDialog
          opened
          draft={draft}
          onClose={onClose}
          title={`${t('moderation.declineNow')}: ${name}`}
          action={t('moderation.declineNow')}
          {...state}
          onReason={(reason) => judge.run({ status: 'declined', reason })}
        >
          {t('common.reasonHint')}
        </ReasonDialog>
      ) : null}
      <ConfirmAction
        opened={dialog === 'let-in'}
        onClose={onClose}
        title={t('people.letInTitle', { name })}
        action={t('people.letInAgain')}
        {...state}
        onConfirm={() => judge.run({ status: 'active' })}
      >
        {t('people.letInText')}
      </ConfirmAction>
      {dialog === 'block' ? (
        <BlockDialog
          organisation={organisation}
          draft={draft}
          onClose={onClose}
          {...state}
          onBlock={(reason) => judge.run({ status: 'blocked', reason })}
        />
      ) : null}
    </>
  );
}

function BlockDialog(props: {
  readonly organisation: OrganisationDetail;
  readonly onClose: () => void;
  readonly running: boolean;
  readonly problem: Problem | null;
  readonly draft: Unsent;
  readonly onBlock: (reason: string) => void;
}) {
  const { t } = useTranslation('operator');
  const { text: reason, write } = props.draft;
  const [isTried, setIsTried] = useState(false);
  const { name } = props.organisation;
  return (
    <ConfirmAction
      opened
      onClose={props.onClose}
      title={t('people.blockTitle', { name })}
      action={t('people.blockAction')}
      typed={name}
      running={props.running}
      problem={props.problem}
      onConfirm={() => {
        setIsTried(true);
        if (reason.trim() !== '') props.onBlock(reason.trim());
      }}
    >
      <Stack gap="sm">
        <Consequences organisation={props.organisation} />
        <Textarea
          label={t('common.reason')}
          description={t('common.reasonHint')}
          value={reason}
          onChange={(event) => write(event.currentTarget.value)}
          error={isTried && reason.trim() === '' ? t('common.reasonMissing') : undefined}
          autosize
          minRows={2}
          maxLength={2000}
          required
        />
      </Stack>
    </ConfirmAction>
  );
}

/** What stops, and how many of it. */
function Consequences({ organisation }: { readonly organisation: OrganisationDetail }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { ad_spaces, partnerships, links, programs, undecided } = organisation.block_would_stop;
  const amounts = undecided.amounts.map(({ amount, currency }) => formats.money(amount, currency));
  const isPublisher = organisation.kind === 'publisher';
  return (
    <>
      <Text size="sm">{t('people.blockText')}</Text>
      <List size="sm">
        {isPublisher ? (
          <>
            <List.Item>{t('people.blockAdSpaces', { count: ad_spaces })}</List.Item>
            <List.Item>{t('people.blockPartnerships', { count: partnerships })}</List.Item>
            <List.Item>{t('people.blockLinks', { count: links })}</List.Item>
          </>
        ) : (
          <List.Item>{t('people.blockPrograms', { count: programs })}</List.Item>
        )}
      </List>
      {isPublisher ? (
        <Text size="sm">
          {t('people.blockUndecided', {
            count: undecided.actions,
            amounts: amounts.length === 0 ? t('people.noAmounts') : formats.list(amounts),
          })}
        </Text>
      ) : null}
      <Text size="sm">{t('people.blockUndo')}</Text>
    </>
  );
}
