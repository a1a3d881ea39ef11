import { Anchor, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactorMethod, SignInAnswer, SignInRequest } from '../../../../contract/wire/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { NarrowPage } from './narrow-page.tsx';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { SecondStep } from './second-step.tsx';

/** Address and password, then the second factor where there is one. */
export function SignInPage() {
  const { t } = useTranslation('account');
  const [needs, setNeeds] = useState<readonly SecondFactorMethod[] | null>(null);
  // A whole new page: nothing that was loaded for somebody else stays. This address then leads on.
  const enter = (): void => window.location.reload();
  if (needs !== null) {
    return (
      <NarrowPage key="second" title={t('secondStep.title')} lead={t('secondStep.lead')}>
        <SecondStep methods={needs} onDone={enter} />
      </NarrowPage>
    );
  }
  return (
    <NarrowPage
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      below={
        <Stack gap="xs">
          <Group justify="space-between">
            <TextLink to="/reset">{t('signIn.forgotten')}</TextLink>
            <TextLink to="/register">{t('signIn.register')}</TextLink>
          </Group>
          <Anchor href="/programs" size="sm">
            {t('signIn.look')}
          </Anchor>
        </Stack>
      }
    >
      <Stack>
        <FirstStep onDone={(answer) => ('needs' in answer ? setNeeds(answer.methods) : enter())} />
        <PasskeySignIn onDone={enter} />
      </Stack>
    </NarrowPage>
  );
}

function FirstStep({ onDone }: { readonly onDone: (answer: SignInAnswer) => void }) {
  const { t } = useTranslation('account');
  const signIn = useSend<SignInRequest, SignInAnswer>({ method: 'POST', path: '/api/v1/session', done: null, onDone });
  const { values, field } = useFields({ email: '', password: '' }, signIn);
  return (
    // What is wrong is told of both together: nobody learns which addresses are known.
    <SendForm send={signIn} names={[]} onSend={() => signIn.run(values)} action={t('signIn.action')} isAlone>
      {/* The browser offers passkeys among the names it knows. */}
      <TextInput label={t('fields.email')} type="email" autoComplete="username webauthn" {...field('email')} />
      <PasswordInput
        label={t('fields.password')}
        autoComplete="current-password"
        {...field('password')}
        error={signIn.problem?.code === 'sign_in_refused'}
      />
    </SendForm>
  );
}
