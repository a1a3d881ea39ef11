import { PasswordInput, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PasswordChange } from '../../../../contract/wire/registrations.ts';
import { renewSession } from '../../kit/api/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { Section } from '../../kit/page/page.tsx';

export function PasswordSection() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const change = useSend<PasswordChange>({
    method: 'POST',
    path: '/api/v1/person/password',
    done: t('security.passwordChanged'),
    onDone: async () => {
      reset();
      await renewSession(client);
    },
  });
  const { values, names, field, reset } = useFields({ current_password: '', new_password: '' }, change);
  return (
    <Section title={t('fields.password')} lead={t('security.passwordWhy')}>
      <SendForm send={change} names={names} onSend={() => change.run(values)} action={t('security.changePassword')}>
        <PasswordInput
          label={t('fields.currentPassword')}
          autoComplete="current-password"
          {...field('current_password')}
        />
        <Text size="sm">
          <TextLink to="/reset">{t('security.passwordForgotten')}</TextLink>
        </Text>
        <PasswordInput
          label={t('fields.newPassword')}
          description={t('fields.passwordHint')}
          autoComplete="new-password"
          {...field('new_password')}
        />
      </SendForm>
    </Section>
  );
}
