import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '../../../contract/wire/person.ts';
import { ProblemAlert } from '../kit/states.tsx';
import { type Send, type SendOptions, useSend } from '../kit/use-api.ts';

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
  const [password, setPassword] = useState('');
  const prove = useSend<Proof>({
    method: 'POST',
    path: '/api/v1/session/proof',
    done: null,
    onDone: () => {
      setPassword('');
      props.onProven();
    },
  });
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('account:proof.title')}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prove.run({ password });
        }}
      >
        <Stack>
          <Text size="sm">{t('account:proof.lead')}</Text>
          {prove.problem === null ? null : <ProblemAlert problem={prove.problem} />}
          <PasswordInput
            label={t('account:fields.password')}
            autoComplete="current-password"
            required
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('frame:actions.cancel')}
            </Button>
            <Button type="submit" loading={prove.running}>
              {t('account:proof.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
