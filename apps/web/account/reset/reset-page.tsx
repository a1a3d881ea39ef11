import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSent, ResetCompletion, ResetRequest } from '../../../../contract/wire/registrations.ts';
import { FormProblem } from '../../kit/states.tsx';
import { ButtonLink, TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useSend } from '../../kit/use-api.ts';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** A forgotten password: asking for the mail, and choosing a new one by its link. */
export function ResetPage() {
  const { t } = useTranslation('account');
  const { values } = useAddress({ token: '' });
  const isLink = values.token !== '';
  return (
    <NarrowPage
      title={t('reset.title')}
      lead={t(isLink ? 'reset.choose' : 'reset.lead')}
      below={<TextLink to="/sign-in">{t('register.signIn')}</TextLink>}
    >
      {isLink ? <NewPassword token={values.token} /> : <AskForMail />}
    </NarrowPage>
  );
}

function AskForMail() {
  const { t } = useTranslation('account');
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const ask = useSend<ResetRequest, MailSent>({
    method: 'POST',
    path: '/api/v1/password-resets',
    done: null,
    onDone: () => setSent(true),
  });
  if (isSent)
    return (
      <Alert color="teal" role="status" title={t('reset.sent')}>
        {t('reset.sentWhy')}
      </Alert>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.run({ email });
      }}
    >
      <Stack>
        <FormProblem problem={ask.problem} fields={['email']} />
        <TextInput
          label={t('fields.email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          error={ask.fieldError('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" loading={ask.running}>
          {t('reset.action')}
        </Button>
      </Stack>
    </form>
  );
}

function NewPassword({ token }: { readonly token: string }) {
  const { t } = useTranslation('account');
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const choose = useSend<ResetCompletion>({
    method: 'POST',
    path: '/api/v1/password-resets/completion',
    done: null,
    onDone: () => setDone(true),
  });
  if (isDone)
    return (
      <Stack>
        <Alert color="teal" role="status">
          {t('reset.done')}
        </Alert>
        <ButtonLink to="/sign-in">{t('signIn.action')}</ButtonLink>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        choose.run({ token, password });
      }}
    >
      <Stack>
        <FormProblem problem={choose.problem} fields={['password']} />
        <PasswordInput
          label={t('fields.newPassword')}
          description={t('fields.passwordHint')}
          autoComplete="new-password"
          required
          value={password}
          error={choose.fieldError('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={choose.running}>
          {t('reset.save')}
        </Button>
      </Stack>
    </form>
  );
}
