import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondFactorUse } from '../../../../contract/wire/person.ts';
import type { SecondFactorMethod } from '../../../../contract/wire/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { CodeForm } from '../../kit/proof/code-form.tsx';
import { MethodChoice } from '../../kit/proof/method-choice.tsx';
import { PasskeyButton } from '../../kit/proof/passkey-use.tsx';
import { passkeysMissing } from '../../kit/proof/passkeys-here.ts';

/** After the password: a code, a passkey or a recovery code. */
export function SecondStep(props: { readonly methods: readonly SecondFactorMethod[]; readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const methods = passkeysMissing() === null ? props.methods : props.methods.filter((each) => each !== 'passkey');
  const [method, setMethod] = useState(methods[0] ?? 'totp');
  const use = useSend<SecondFactorUse>({
    method: 'POST',
    path: '/api/v1/session/second-factor',
    done: null,
    onDone: props.onDone,
  });
  return (
    <Stack>
      <MethodChoice
        methods={methods}
        chosen={method}
        onChoose={(chosen) => {
          use.forget();
          setMethod(chosen);
        }}
        nameOf={(each) => t(`secondStep.methods.${each}`)}
      />
      {method === 'passkey' ? (
        <PasskeyButton
          asks="/api/v1/session/second-factor/passkey-options"
          send={use}
          onSigned={(response) => use.run({ method, response })}
        />
      ) : (
        <CodeForm
          key={method}
          kind={method}
          action={t('signIn.action')}
          send={use}
          onUse={(code) => use.run({ method, code })}
        />
      )}
    </Stack>
  );
}
