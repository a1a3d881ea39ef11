import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInAnswer, SignInRequest } from '../../../../contract/wire/session.ts';
import { renewSession } from '../../kit/session.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useSend } from '../../kit/use-api.ts';
import { NarrowPage } from './narrow-page.tsx';
import { nextAddress } from './next-address.ts';

/** Address and password. */
export function SignInPage() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const { values } = useAddress({ next: '' });
  const [form, setForm] = useState<SignInRequest>({ email: '', password: '' });
  const signIn = useSend<SignInRequest, SignInAnswer>({
    method: 'POST',
    path: '/api/v1/session',
    done: null,
    onDone: async (answer) => {
      if ('needs' in answer) return;
      await renewSession(client);
      // A whole new page: nothing that was loaded for somebody else stays.
      window.location.assign(nextAddress(values.next));
    },
  });
  return (
    <NarrowPage
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      below={
        <Group justify="space-between">
          <TextLink to="/reset">{t('signIn.forgotten')}</TextLink>
          <TextLink to="/register">{t('signIn.register')}</TextLink>
        </Group>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.run(form);
        }}
      >
        <Stack>
          {signIn.problem === null ? null : <ProblemAlert problem={signIn.problem} />}
          <TextInput
            label={t('fields.email')}
            type="email"
            autoComplete="username"
            required
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('fields.password')}
            autoComplete="current-password"
            required
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
          />
          <Button type="submit" loading={signIn.running}>
            {t('signIn.action')}
          </Button>
          <Anchor href="/programs" size="sm">
            {t('signIn.look')}
          </Anchor>
        </Stack>
      </form>
    </NarrowPage>
  );
}
