import { Button, Divider, Stack, Text } from '@mantine/core';
import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PasskeySignIn as SignIn } from '../../../../contract/wire/person.ts';
import type { SignedIn } from '../../../../contract/wire/session.ts';
import { apiSend } from '../../kit/api/api.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { type PasskeyQuestion, type Signed, signedBy } from '../../kit/proof/passkey-use.tsx';
import { passkeysMissing } from '../../kit/proof/passkeys-here.ts';

const OPTIONS_PATH = '/api/v1/session/passkey/options';

/** Instead of address and password: a button, and where the browser can, an offer at the address field. Nothing where there are no passkeys. */
export function PasskeySignIn({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const [isCancelled, setCancelled] = useState(false);
  const send = useSend<SignIn, SignedIn>({ method: 'POST', path: '/api/v1/session/passkey', done: null, onDone });
  const [offers, setOffers] = useState(1);
  const ask = useSend<void, PasskeyQuestion>({
    method: 'POST',
    path: OPTIONS_PATH,
    body: null,
    done: null,
    onDone: async (question) => {
      const signed = await signedBy(question);
      setCancelled(signed === null);
      if (signed !== null) return send.run({ response: signed });
      // The question of the button has ended the offer at the field.
      setOffers(offers + 1);
    },
  });
  if (passkeysMissing() !== null) return null;
  const problem = send.problem ?? ask.problem;
  return (
    <Stack>
      <Offer key={offers} onSigned={(response) => send.run({ response })} />
      <Divider label={t('signIn.passkeyOr')} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      {isCancelled ? (
        <Text size="sm" role="status">
          {t('signIn.passkeyCancelled')}
        </Text>
      ) : null}
      <Button
        variant="default"
        loading={ask.running || send.running}
        onClick={() => {
          send.forget();
          ask.run();
        }}
      >
        {t('signIn.passkey')}
      </Button>
    </Stack>
  );
}

/** Has the browser offer passkeys at the address field, once, until the page is left. */
function Offer({ onSigned }: { readonly onSigned: (signed: Signed) => void }) {
  const taken = useEffectEvent(onSigned);
  useEffect(() => {
    let isLeft = false;
    const offer = async (): Promise<void> => {
      if (!(await browserSupportsWebAuthnAutofill())) return;
      const question = await apiSend<PasskeyQuestion>('POST', OPTIONS_PATH);
      const signed = isLeft ? null : await signedBy(question, true);
      if (signed !== null) taken(signed);
    };
    // Nobody has asked for it: that it cannot be offered is nothing to tell.
    offer().catch(() => undefined);
    return () => {
      isLeft = true;
      WebAuthnAbortService.cancelCeremony();
    };
  }, []);
  return null;
}
