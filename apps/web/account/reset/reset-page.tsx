import { Alert, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSent, ResetCompletion, ResetRequest } from '../../../../contract/wire/registrations.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { BrokenLink, useLinkToken } from '../mail-link.tsx';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** A forgotten password: asking for the mail, and choosing a new one by its link. */
export function ResetPage() {
  const { t } = useTranslation('account');
  const { values } = useAddress({ token: '' });
  const token = useLinkToken();
  const isLink = values.token !== '';
  return (
    <NarrowPage
      title={t('reset.title')}
      lead={t(token === null ? 'reset.lead' : 'reset.choose')}
      below={<TextLink to="/sign-in">{t('register.signIn')}</TextLink>}
    >
      <Stack>
        {isLink && token === null ? <BrokenLink>{t('mailLink.reset')}</BrokenLink> : null}
        {token === null ? <AskForMail /> : <NewPassword key={token} token={token} />}
      </Stack>
    </NarrowPage>
  );
}

function AskForMail() {
  const { t } = useTranslation('account');
  const [isSent, setSent] = useState(false);
  const ask = useSend<ResetRequest, MailSent>({
    method: 'POST',
    path: '/api/v1/password-resets',
    done: null,
    onDone: () => setSent(true),
  });
  const { values, names, field } = useFields({ email: '' }, ask);
  if (isSent)
    return (
      <Alert color="teal" role="status" title={t('reset.sent')}>
        {t('reset.sentWhy')}
      </Alert>
    );
  return (
    <SendForm send={ask} names={names} onSend={() => ask.run(values)} action={t('reset.action')} isAlone>
      <TextInput label={t('fields.email')} type="email" autoComplete="username" {...field('email')} />
    </SendForm>
  );
}

function NewPassword({ token }: { readonly token: string }) {
  const { t } = useTranslation('account');
  const [isDone, setDone] = useState(false);
  const choose = useSend<ResetCompletion>({
    method: 'POST',
    path: '/api/v1/password-resets/completion',
    done: null,
    onDone: () => setDone(true),
  });
  const { values, names, field } = useFields({ password: '' }, choose);
  if (isDone)
    return (
      <Stack>
        <Alert color="teal" role="status">
          {t('reset.done')}
        </Alert>
        <ButtonLink to="/sign-in">{t('signIn.action')}</ButtonLink>
      </Stack>
    );
  if (choose.problem?.code === 'link_ended')
    return (
      <Stack>
        <ProblemAlert problem={choose.problem} />
        <ButtonLink to="/reset">{t('reset.again')}</ButtonLink>
      </Stack>
    );
  return (
    <SendForm
      send={choose}
      names={names}
      onSend={() => choose.run({ token, ...values })}
      action={t('reset.save')}
      isAlone
    >
      <PasswordInput
        label={t('fields.newPassword')}
        description={t('fields.passwordHint')}
        autoComplete="new-password"
        {...field('password')}
      />
    </SendForm>
  );
}
