import { Alert, Button, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSent, RegistrationRequest } from '../../../../contract/wire/registrations.ts';
import { FormProblem } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useSend } from '../../kit/use-api.ts';
import { rememberWayBack } from '../../kit/way-back.ts';
import { useOwnLocale } from '../own-locale.ts';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** A publisher or an advertiser comes to the network. */
export function RegisterPage() {
  const { t } = useTranslation('account');
  const [isSent, setSent] = useState(false);
  const { values } = useAddress({ next: '' });
  const remember = () => {
    rememberWayBack(values.next);
    setSent(true);
  };
  return (
    <NarrowPage
      title={t('register.title')}
      lead={t('register.lead')}
      below={<TextLink to="/sign-in">{t('register.signIn')}</TextLink>}
    >
      {isSent ? (
        <Alert color="teal" role="status" title={t('register.sent')}>
          {t('register.sentWhy')}
        </Alert>
      ) : (
        <RegistrationForm onSent={remember} />
      )}
    </NarrowPage>
  );
}

function RegistrationForm({ onSent }: { readonly onSent: () => void }) {
  const { t } = useTranslation('account');
  const locale = useOwnLocale();
  const [form, setForm] = useState({ kind: 'publisher', organisation: '', name: '', email: '', password: '' });
  const register = useSend<RegistrationRequest, MailSent>({
    method: 'POST',
    path: '/api/v1/registrations',
    done: null,
    onDone: onSent,
  });
  const text = (name: 'organisation' | 'name' | 'email') => ({
    required: true,
    value: form[name],
    error: register.fieldError(name),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        register.run({ ...form, kind: form.kind === 'advertiser' ? 'advertiser' : 'publisher', locale });
      }}
    >
      <Stack>
        <FormProblem problem={register.problem} fields={['organisation', 'name', 'email', 'password']} />
        <Radio.Group
          label={t('register.kind')}
          value={form.kind}
          onChange={(kind) => setForm({ ...form, kind })}
          required
        >
          <Stack gap="xs" mt="xs">
            <Radio value="publisher" label={t('register.publisher')} description={t('register.publisherWhy')} />
            <Radio value="advertiser" label={t('register.advertiser')} description={t('register.advertiserWhy')} />
          </Stack>
        </Radio.Group>
        <TextInput label={t('fields.organisation')} autoComplete="organization" {...text('organisation')} />
        <TextInput label={t('fields.name')} autoComplete="name" {...text('name')} />
        <TextInput label={t('fields.email')} type="email" autoComplete="email" {...text('email')} />
        <PasswordInput
          label={t('fields.password')}
          description={t('fields.passwordHint')}
          autoComplete="new-password"
          required
          value={form.password}
          error={register.fieldError('password')}
          onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        />
        <Button type="submit" loading={register.running}>
          {t('register.action')}
        </Button>
      </Stack>
    </form>
  );
}
