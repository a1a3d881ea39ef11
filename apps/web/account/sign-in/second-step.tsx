import { Button, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactorUse } from '../../../../contract/wire/person.ts';
import type { SecondFactorMethod } from '../../../../contract/wire/session.ts';
import { ProblemAlert } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';

/** After the password: a code, a passkey or a recovery code. */
export function SecondStep(props: { readonly methods: readonly SecondFactorMethod[]; readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const [method, setMethod] = useState<string>(props.methods[0] ?? 'totp');
  const use = useSend<SecondFactorUse>({
    method: 'POST',
    path: '/api/v1/session/second-factor',
    done: null,
    onDone: props.onDone,
  });
  return (
    <Stack>
      {props.methods.length < 2 ? null : (
        <SegmentedControl
          aria-label={t('secondStep.choose')}
          value={method}
          onChange={(chosen) => {
            use.forget();
            setMethod(chosen);
          }}
          data={props.methods.map((each) => ({ value: each, label: t(`secondStep.methods.${each}`) }))}
        />
      )}
      {use.problem === null ? null : <ProblemAlert problem={use.problem} />}
      {method === 'passkey' ? (
        <WithPasskey onUse={use.run} running={use.running} />
      ) : (
        <WithCode
          key={method}
          label={t(method === 'totp' ? 'secondStep.code' : 'secondStep.recoveryCode')}
          isNumber={method === 'totp'}
          running={use.running}
          onUse={(code) => use.run({ method: method === 'totp' ? 'totp' : 'recovery_code', code })}
        />
      )}
    </Stack>
  );
}

function WithCode(props: {
  readonly label: string;
  readonly isNumber: boolean;
  readonly running: boolean;
  readonly onUse: (code: string) => void;
}) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onUse(code.trim());
      }}
    >
      <Stack>
        <TextInput
          label={props.label}
          autoComplete="one-time-code"
          inputMode={props.isNumber ? 'numeric' : 'text'}
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={props.running}>
          {t('signIn.action')}
        </Button>
      </Stack>
    </form>
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
