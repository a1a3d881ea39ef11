import { Alert, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Acceptance, InvitationPreview } from '../../../../contract/wire/members.ts';
import type { LinkRequest } from '../../../../contract/wire/registrations.ts';
import { type ApiProblem, apiSend } from '../../kit/api/api.ts';
import { useSession } from '../../kit/api/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { BrokenLink, useLinkToken } from '../mail-link.tsx';
import { useOwnLocale } from '../own-locale.ts';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** The link of an invitation: what it is to, and a password of one's own. */
export function InvitationPage() {
  const { t } = useTranslation('account');
  const token = useLinkToken();
  return (
    <NarrowPage title={t('invitation.title')}>
      {token === null ? <BrokenLink>{t('mailLink.invitation')}</BrokenLink> : <Invitation token={token} />}
    </NarrowPage>
  );
}

function Invitation({ token }: { readonly token: string }) {
  const { t } = useTranslation(['account', 'frame']);
  const [isDone, setDone] = useState(false);
  const path = '/api/v1/invitations/preview';
  // Sent as a body: an address with the token in it would be kept in histories and logs.
  const asked = useQuery<InvitationPreview, ApiProblem>({
    queryKey: [path, token],
    queryFn: () => apiSend<InvitationPreview>('POST', path, { token } satisfies LinkRequest),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const found = asked.data ?? null;
  return (
    <Stack>
      {asked.error === null ? null : <ProblemAlert problem={asked.error.problem} />}
      {asked.isPending ? <Waiting rows={3} /> : null}
      {found === null ? null : (
        <Text>
          {t('account:invitation.lead', { ...found, role: t(`frame:roles.${found.role}`), by: found.invited_by })}
        </Text>
      )}
      {found === null || isDone ? null : <OtherAccount email={found.email} />}
      {found === null || isDone ? null : <Joining token={token} onDone={() => setDone(true)} />}
      {isDone ? (
        <>
          <Alert color="teal" role="status">
            {t('account:invitation.done')}
          </Alert>
          <ButtonLink to="/sign-in">{t('account:signIn.action')}</ButtonLink>
        </>
      ) : null}
    </Stack>
  );
}

/** Somebody is signed in with this browser already: what becomes of that. */
function OtherAccount({ email }: { readonly email: string }) {
  const { t } = useTranslation('account');
  const session = useSession();
  if (session?.person == null) return null;
  const { person, organisation } = session;
  const isSame = person.email === email;
  return (
    <Alert color={isSame ? 'orange' : 'blue'} variant="light" role="status">
      {t(isSame ? 'invitation.sameAddress' : 'invitation.other', {
        email,
        current: person.email,
        organisation: organisation.name,
      })}
    </Alert>
  );
}

function Joining({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const locale = useOwnLocale();
  const join = useSend<Acceptance>({ method: 'POST', path: '/api/v1/invitations/acceptance', done: null, onDone });
  const { values, names, field } = useFields({ name: '', password: '' }, join);
  return (
    <SendForm
      send={join}
      names={names}
      onSend={() => join.run({ ...values, token, locale })}
      action={t('invitation.action')}
      isAlone
    >
      <TextInput label={t('fields.name')} autoComplete="name" {...field('name')} />
      <PasswordInput
        label={t('fields.password')}
        description={t('fields.passwordHint')}
        autoComplete="new-password"
        {...field('password')}
      />
    </SendForm>
  );
}
