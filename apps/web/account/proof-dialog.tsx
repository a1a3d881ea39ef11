import { Modal, PasswordInput, Text } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '../../../contract/wire/person.ts';
import { SendForm } from '../kit/send-form.tsx';
import { type Send, type SendOptions, useSend } from '../kit/use-api.ts';
import { useFields } from '../kit/use-fields.ts';

/** As `useSend`, for what asks for a recent proof: the password is asked for where it has to be, then it is sent again. */
export function useProvenSend<Input = void, Answer = unknown>(
  options: SendOptions<Input, Answer>,
): Send<Input, Answer> & { readonly dialog: ReactNode } {
  const send = useSend<Input, Answer>(options);
  const last = useRef<{ readonly input: Input } | null>(null);
  const isAsked = send.problem?.code === 'proof_required';
  const run = (input: Input): void => {
    last.current = { input };
    send.run(input);
  };
  const again = (): void => {
    if (last.current !== null) send.run(last.current.input);
  };
  const dialog = <ProofDialog opened={isAsked} onClose={send.forget} onProven={again} />;
  return { ...send, run, problem: isAsked ? null : send.problem, dialog };
}

function ProofDialog(props: { readonly opened: boolean; readonly onClose: () => void; readonly onProven: () => void }) {
  const { t } = useTranslation(['account', 'frame']);
  const prove = useSend<Proof>({
    method: 'POST',
    path: '/api/v1/session/proof',
    done: null,
    onDone: () => {
      reset();
      props.onProven();
    },
  });
  const { values, names, field, reset } = useFields({ password: '' }, prove);
  const close = (): void => {
    reset();
    prove.forget();
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={t('account:proof.title')}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <Text size="sm" mb="md">
        {t('account:proof.lead')}
      </Text>
      <SendForm send={prove} names={names} onSend={() => prove.run(values)} action={t('account:proof.action')} isAlone>
        <PasswordInput
          label={t('account:fields.password')}
          autoComplete="current-password"
          data-autofocus
          {...field('password')}
        />
      </SendForm>
    </Modal>
  );
}
