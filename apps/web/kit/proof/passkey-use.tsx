import { Button, Stack, Text } from '@mantine/core';
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PasskeySignIn } from '../../../../contract/wire/person.ts';
import { type Send, useSend } from '../api/use-api.ts';
import { ProblemAlert } from '../page/states.tsx';

export type Signed = PasskeySignIn['response'];

export interface PasskeyQuestion {
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}

/** What a passkey of the person's choice has signed; `null` where none was used. */
export async function signedBy(question: PasskeyQuestion, useBrowserAutofill = false): Promise<Signed | null> {
  const made = await startAuthentication({ optionsJSON: question.options, useBrowserAutofill }).catch(() => null);
  if (made === null) return null;
  const { id, rawId, type, response } = made;
  return { id, rawId, type, response, clientExtensionResults: {} };
}

interface PasskeyButtonProps {
  /** Where what is to be signed is asked for. */
  readonly asks: string;
  /** What takes the answer: how it fares is shown here. */
  readonly send: Pick<Send<never, unknown>, 'problem' | 'running'>;
  readonly onSigned: (signed: Signed) => void;
}

/** Has a person who is known already use a passkey. */
export function PasskeyButton({ asks, send, onSigned }: PasskeyButtonProps) {
  const { t } = useTranslation('account');
  const [isCancelled, setCancelled] = useState(false);
  const ask = useSend<void, PasskeyQuestion>({
    method: 'POST',
    path: asks,
    body: null,
    done: null,
    onDone: async (question) => {
      const signed = await signedBy(question);
      setCancelled(signed === null);
      if (signed !== null) onSigned(signed);
    },
  });
  const problem = ask.problem ?? send.problem;
  return (
    <Stack>
      {isCancelled ? (
        <Text size="sm" role="status">
          {t('secondStep.cancelled')}
        </Text>
      ) : null}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Button onClick={() => ask.run()} loading={ask.running || send.running} data-autofocus>
        {t('secondStep.usePasskey')}
      </Button>
    </Stack>
  );
}
