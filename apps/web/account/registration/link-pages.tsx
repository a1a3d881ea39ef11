import { Alert, Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailTopic, Unsubscribed } from '../../../../contract/wire/mail-settings.ts';
import type { Confirmed, LinkRequest } from '../../../../contract/wire/registrations.ts';
import { renewSession } from '../../kit/api/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { BrokenLink, useLinkToken } from '../mail-link.tsx';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** The link of the mail that confirms an address. A button follows it: programs that read mails only open it. */
export function ConfirmPage() {
  const { t } = useTranslation('account');
  const [done, setDone] = useState<Confirmed | null>(null);
  return (
    <LinkPage<Confirmed>
      title={t('confirm.title')}
      lead={t('confirm.lead')}
      action={t('confirm.action')}
      path="/api/v1/registrations/confirmation"
      instead={t('confirm.again')}
      onDone={setDone}
      done={
        done === null
          ? null
          : t(done.organisation_status === 'pending' ? 'confirm.pending' : 'confirm.done', { ...done })
      }
    />
  );
}

/** The link of the mail that changes an address. */
export function NewMailPage() {
  const { t } = useTranslation('account');
  const [email, setEmail] = useState<string | null>(null);
  return (
    <LinkPage<{ readonly email: string }>
      title={t('newMail.title')}
      lead={t('newMail.lead')}
      action={t('newMail.action')}
      path="/api/v1/person/mail/confirmation"
      instead={t('confirm.again')}
      onDone={(answer) => setEmail(answer.email)}
      done={email === null ? null : t('newMail.done', { email })}
    />
  );
}

/** It is sealed and says of itself who wants what no longer; only the network can tell whether it is whole. */
const SEALED = /./;

/** The link of a mail that one does not want to get again; whoever has the mail needs no account here. */
export function UnsubscribePage() {
  const { t } = useTranslation('account');
  const [topic, setTopic] = useState<MailTopic | null>(null);
  return (
    <LinkPage<Unsubscribed>
      title={t('unsubscribe.title')}
      lead={t('unsubscribe.lead')}
      action={t('unsubscribe.action')}
      path="/api/v1/unsubscriptions"
      whole={SEALED}
      instead={t('unsubscribe.instead')}
      onDone={(answer) => setTopic(answer.topic)}
      done={topic === null ? null : t('unsubscribe.done', { topic: t(`mails.topics.${topic}`) })}
    />
  );
}

function LinkPage<Answer>(props: {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly path: string;
  readonly onDone: (answer: Answer) => void;
  readonly done: string | null;
  /** What the token of this link looks like. */
  readonly whole?: RegExp;
  /** The way to the same without this link. */
  readonly instead: string;
}) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const token = useLinkToken(props.whole);
  const follow = useSend<LinkRequest, Answer>({
    method: 'POST',
    path: props.path,
    done: null,
    onDone: async (answer) => {
      props.onDone(answer);
      await renewSession(client);
    },
  });
  return (
    <NarrowPage title={props.title} lead={props.lead}>
      <Stack>
        {token === null ? <BrokenLink>{t('mailLink.whole')}</BrokenLink> : null}
        {follow.problem === null ? null : <ProblemAlert problem={follow.problem} />}
        {token === null || follow.problem?.code === 'link_ended' ? (
          <ButtonLink to="/account/profile" variant="default">
            {props.instead}
          </ButtonLink>
        ) : props.done === null ? (
          <Button onClick={() => follow.run({ token })} loading={follow.running}>
            {props.action}
          </Button>
        ) : (
          <>
            <Alert color="teal" role="status">
              {props.done}
            </Alert>
            <ButtonLink to="/">{t('confirm.go')}</ButtonLink>
          </>
        )}
      </Stack>
    </NarrowPage>
  );
}
