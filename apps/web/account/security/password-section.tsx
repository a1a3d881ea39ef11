import { Button, PasswordInput, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PasswordChange } from '../../../../contract/wire/registrations.ts';
import { Section } from '../../kit/page.tsx';
import { renewSession } from '../../kit/session.ts';
import { FormProblem } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';

const EMPTY: PasswordChange = { current_password: '', new_password: '' };

export function PasswordSection() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const change = useSend<PasswordChange>({
    method: 'POST',
    path: '/api/v1/person/password',
    done: t('security.passwordChanged'),
    onDone: async () => {
      setForm(EMPTY);
      await renewSession(client);
    },
  });
  return (
    <Section title={t('fields.password')} lead={t('security.passwordWhy')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.run(form);
        }}
      >
        <Stack maw={460}>
          <FormProblem problem={change.problem} fields={['current_password', 'new_password']} />
          <PasswordInput
            label={t('fields.currentPassword')}
            autoComplete="current-password"
            required
            value={form.current_password}
            error={change.fieldError('current_password')}
            onChange={(event) => setForm({ ...form, current_password: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('fields.newPassword')}
            description={t('fields.passwordHint')}
            autoComplete="new-password"
            required
            value={form.new_password}
            error={change.fieldError('new_password')}
            onChange={(event) => setForm({ ...form, new_password: event.currentTarget.value })}
          />
          <Button type="submit" w="fit-content" loading={change.running}>
            {t('security.changePassword')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
