import { Alert, Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailTopic, Unsubscribed } from '../../../../contract/wire/mail-settings.ts';
import type { Confirmed, LinkRequest } from '../../../../contract/wire/registrations.ts';
import { renewSession } from '../../kit/session.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { ButtonLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useSend } from '../../kit/use-api.ts';
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
      onDone={(answer) => setEmail(answer.email)}
      done={email === null ? null : t('newMail.done', { email })}
    />
  );
}

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
}) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const { values } = useAddress({ token: '' });
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
        {follow.problem === null ? null : <ProblemAlert problem={follow.problem} />}
        {follow.problem?.code === 'link_ended' ? (
          <ButtonLink to="/account/profile" variant="default">
            {t('confirm.again')}
          </ButtonLink>
        ) : props.done === null ? (
          <Button onClick={() => follow.run({ token: values.token })} loading={follow.running}>
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
