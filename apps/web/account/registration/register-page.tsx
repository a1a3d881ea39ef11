import { Alert, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSent, RegistrationRequest } from '../../../../contract/wire/registrations.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { rememberWayBack } from '../../kit/address/way-back.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
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
  const [kind, setKind] = useState<RegistrationRequest['kind']>('publisher');
  const register = useSend<RegistrationRequest, MailSent>({
    method: 'POST',
    path: '/api/v1/registrations',
    done: null,
    onDone: onSent,
  });
  const { values, names, field } = useFields({ organisation: '', name: '', email: '', password: '' }, register);
  return (
    <SendForm
      send={register}
      names={names}
      onSend={() => register.run({ ...values, kind, locale })}
      action={t('register.action')}
      isAlone
    >
      <Radio.Group
        label={t('register.kind')}
        value={kind}
        onChange={(chosen) => setKind(chosen === 'advertiser' ? chosen : 'publisher')}
        required
      >
        <Stack gap="xs" mt="xs">
          <Radio value="publisher" label={t('register.publisher')} description={t('register.publisherWhy')} />
          <Radio value="advertiser" label={t('register.advertiser')} description={t('register.advertiserWhy')} />
        </Stack>
      </Radio.Group>
      <TextInput label={t('fields.organisation')} autoComplete="organization" {...field('organisation')} />
      <TextInput label={t('fields.name')} autoComplete="name" {...field('name')} />
      <TextInput label={t('fields.email')} type="email" autoComplete="email" {...field('email')} />
      <PasswordInput
        label={t('fields.password')}
        description={t('fields.passwordHint')}
        autoComplete="new-password"
        {...field('password')}
      />
    </SendForm>
  );
}
