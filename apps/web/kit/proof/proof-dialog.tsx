import { Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof, ProofState } from '../../../../contract/wire/person.ts';
import type { SignedIn } from '../../../../contract/wire/session.ts';
import { apiGet } from '../api/api.ts';
import { useSignedIn } from '../api/session.ts';
import { type Send, type SendOptions, useSend } from '../api/use-api.ts';
import { SendForm } from '../forms/send-form.tsx';
import { useFields } from '../forms/use-fields.ts';
import { CodeForm } from './code-form.tsx';
import { MethodChoice } from './method-choice.tsx';
import { PasskeyButton } from './passkey-use.tsx';
import { passkeysMissing } from './passkeys-here.ts';

const PROOF = '/api/v1/session/proof';

/**
 * As `useSend`, for what asks for a recent proof. Whether there is one is asked before, so that nothing has to be refused first; who is there is
 * asked for where it has to be. The server looks again at what is sent: where the proof has grown old meanwhile, it is asked for then.
 */
export function useProvenSend<Input = void, Answer = unknown>(
  options: SendOptions<Input, Answer>,
): Omit<Send<Input, Answer>, 'runAsync'> & { readonly dialog: ReactNode } {
  const send = useSend<Input, Answer>(options);
  const last = useRef<{ readonly input: Input } | null>(null);
  const isLooking = useRef(false);
  const [step, setStep] = useState<'looking' | 'asking' | null>(null);
  const isRefused = send.problem?.code === 'proof_required';
  const look = async (input: Input): Promise<void> => {
    // A second click meanwhile is the first one.
    if (isLooking.current) return;
    isLooking.current = true;
    last.current = { input };
    setStep('looking');
    // What is wrong with the session or the connection is told of what is sent.
    const isProven = await apiGet<ProofState>(PROOF).then(
      ({ recent }) => recent,
      () => true,
    );
    isLooking.current = false;
    setStep(isProven ? null : 'asking');
    if (isProven) send.run(input);
  };
  const again = (): void => {
    setStep(null);
    if (last.current !== null) send.run(last.current.input);
  };
  const forget = (): void => {
    setStep(null);
    send.forget();
  };
  const { runAsync: _, ...sent } = send;
  return {
    ...sent,
    run: (input) => void look(input),
    running: send.running || step === 'looking',
    problem: isRefused ? null : send.problem,
    forget,
    dialog: <ProofDialog opened={step === 'asking' || isRefused} onClose={forget} onProven={again} />,
  };
}

/** What asks for a proof is often a dialog itself, of Mantine's 200. */
const ABOVE_DIALOGS = 210;

interface ProofDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onProven: () => void;
}

function ProofDialog({ opened, onClose, onProven }: ProofDialogProps) {
  const { t } = useTranslation(['account', 'frame']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('account:proof.title')}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
      zIndex={ABOVE_DIALOGS}
    >
      <Text size="sm" mb="md">
        {t('account:proof.lead')}
      </Text>
      <ProofForm onProven={onProven} />
    </Modal>
  );
}

type Method = Proof['method'];

/** How somebody can prove it here, what is least work first: with a passkey nobody has to know the password by heart. */
function methodsOf({ second_factor: factor }: SignedIn['person']): readonly Method[] {
  const hasPasskey = (factor === 'passkey' || factor === 'both') && passkeysMissing() === null;
  const hasApp = factor === 'totp' || factor === 'both';
  return [...(hasPasskey ? (['passkey'] as const) : []), 'password', ...(hasApp ? (['totp'] as const) : [])];
}

function ProofForm({ onProven }: { readonly onProven: () => void }) {
  const { t } = useTranslation('account');
  const methods = methodsOf(useSignedIn().person);
  const [method, setMethod] = useState(methods[0] ?? 'password');
  const prove = useSend<Proof>({ method: 'POST', path: PROOF, done: null, onDone: onProven });
  return (
    <Stack>
      <MethodChoice
        methods={methods}
        chosen={method}
        onChoose={(chosen) => {
          prove.forget();
          setMethod(chosen);
        }}
        nameOf={(each) => t(`proof.methods.${each}`)}
      />
      {method === 'passkey' ? (
        <PasskeyButton
          asks={`${PROOF}/passkey-options`}
          send={prove}
          onSigned={(response) => prove.run({ method, response })}
        />
      ) : method === 'totp' ? (
        <CodeForm kind="totp" action={t('proof.action')} send={prove} onUse={(code) => prove.run({ method, code })} />
      ) : (
        <PasswordForm send={prove} />
      )}
    </Stack>
  );
}

function PasswordForm({ send }: { readonly send: Send<Proof, unknown> }) {
  const { t } = useTranslation('account');
  const { values, names, field } = useFields({ password: '' }, send);
  return (
    <SendForm
      send={send}
      names={names}
      onSend={() => send.run({ method: 'password', ...values })}
      action={t('proof.action')}
      isAlone
    >
      <PasswordInput
        label={t('fields.password')}
        autoComplete="current-password"
        data-autofocus
        {...field('password')}
      />
    </SendForm>
  );
}
