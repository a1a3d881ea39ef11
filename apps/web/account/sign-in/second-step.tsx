import { Button, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactorUse } from '../../../../contract/wire/person.ts';
import type { SecondFactorMethod } from '../../../../contract/wire/session.ts';
import { SendForm } from '../../kit/send-form.tsx';
import { ProblemAlert } from '../../kit/states.tsx';
import { type Send, useSend } from '../../kit/use-api.ts';
import { useFields } from '../../kit/use-fields.ts';
import { passkeysMissing } from '../passkeys-here.ts';

/** After the password: a code, a passkey or a recovery code. */
export function SecondStep(props: { readonly methods: readonly SecondFactorMethod[]; readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const methods = passkeysMissing() === null ? props.methods : props.methods.filter((each) => each !== 'passkey');
  const [method, setMethod] = useState<string>(methods[0] ?? 'totp');
  const use = useSend<SecondFactorUse>({
    method: 'POST',
    path: '/api/v1/session/second-factor',
    done: null,
    onDone: props.onDone,
  });
  return (
    <Stack>
      {methods.length < 2 ? null : (
        <SegmentedControl
          aria-label={t('secondStep.choose')}
          value={method}
          onChange={(chosen) => {
            use.forget();
            setMethod(chosen);
          }}
          data={methods.map((each) => ({ value: each, label: t(`secondStep.methods.${each}`) }))}
        />
      )}
      {method === 'passkey' ? (
        <>
          {use.problem === null ? null : <ProblemAlert problem={use.problem} />}
          <WithPasskey onUse={use.run} running={use.running} />
        </>
      ) : (
        <WithCode
          key={method}
          label={t(method === 'totp' ? 'secondStep.code' : 'secondStep.recoveryCode')}
          isNumber={method === 'totp'}
          send={use}
          onUse={(code) => use.run({ method: method === 'totp' ? 'totp' : 'recovery_code', code })}
        />
      )}
    </Stack>
  );
}

function WithCode(props: {
  readonly label: string;
  readonly isNumber: boolean;
  readonly send: Send<SecondFactorUse, unknown>;
  readonly onUse: (code: string) => void;
}) {
  const { t } = useTranslation('account');
  const { values, field } = useFields({ code: '' }, props.send);
  return (
    <SendForm
      send={props.send}
      names={[]}
      onSend={() => props.onUse(values.code.trim())}
      action={t('signIn.action')}
      isAlone
    >
      <TextInput
        label={props.label}
        autoComplete="one-time-code"
        inputMode={props.isNumber ? 'numeric' : 'text'}
        data-autofocus
        {...field('code')}
      />
    </SendForm>
  );
}

function WithPasskey(props: { readonly running: boolean; readonly onUse: (use: SecondFactorUse) => void }) {
  const { t } = useTranslation('account');
  const [isCancelled, setCancelled] = useState(false);
  const ask = useSend<void, { readonly options: PublicKeyCredentialRequestOptionsJSON }>({
    method: 'POST',
    path: '/api/v1/session/second-factor/passkey-options',
    body: null,
    done: null,
    onDone: async ({ options }) => {
      const made = await startAuthentication({ optionsJSON: options }).catch(() => null);
      setCancelled(made === null);
      if (made === null) return;
      const { id, rawId, type, response } = made;
      props.onUse({ method: 'passkey', response: { id, rawId, type, response, clientExtensionResults: {} } });
    },
  });
  return (
    <Stack>
      {isCancelled ? <Text size="sm">{t('secondStep.cancelled')}</Text> : null}
      {ask.problem === null ? null : <ProblemAlert problem={ask.problem} />}
      <Button onClick={() => ask.run()} loading={ask.running || props.running}>
        {t('secondStep.usePasskey')}
      </Button>
    </Stack>
  );
}
