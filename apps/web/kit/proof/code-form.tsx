import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Send } from '../api/use-api.ts';
import { SendForm } from '../forms/send-form.tsx';
import { useFields } from '../forms/use-fields.ts';

interface CodeFormProps {
  readonly kind: 'totp' | 'recovery_code';
  readonly action: string;
  readonly send: Send<never, unknown>;
  readonly onUse: (code: string) => void;
}

/** One code of the authenticator app, or of those written down. */
export function CodeForm({ kind, action, send, onUse }: CodeFormProps) {
  const { t } = useTranslation('account');
  const { values, names, field } = useFields({ code: '' }, send);
  return (
    <SendForm send={send} names={names} onSend={() => onUse(values.code.trim())} action={action} isAlone>
      <TextInput
        label={t(kind === 'totp' ? 'secondStep.code' : 'secondStep.recoveryCode')}
        autoComplete="one-time-code"
        inputMode={kind === 'totp' ? 'numeric' : 'text'}
        data-autofocus
        {...field('code')}
      />
    </SendForm>
  );
}
