import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/api.ts';
import { ProblemAlert } from '../page/states.tsx';
import { FocusReturn } from './use-focus-return.ts';

export interface ConfirmActionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, and to how many. */
  readonly children: ReactNode;
  /** The button, as a verb with its object: "Block 3 ad spaces". */
  readonly action: string;
  /** Has to be typed first: a name or the number of things, for what cannot be undone. */
  readonly typed?: string;
  /** It destroys nothing, but is worth a second look: money moves. */
  readonly isCalm?: boolean;
  readonly running?: boolean;
  readonly problem?: Problem | null;
  readonly onConfirm: () => void;
}

/** Asks before something destructive, or before money moves: says what and how many; what cannot be undone has to be typed. */
export function ConfirmAction(props: ConfirmActionProps) {
  const { t } = useTranslation('frame');
  const [text, setText] = useState('');
  const isTyped = props.typed === undefined || text.trim() === props.typed;
  const close = () => {
    setText('');
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <FocusReturn />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped) props.onConfirm();
        }}
      >
        <Stack gap="md">
          <Text component="div" size="sm">
            {props.children}
          </Text>
          {props.typed === undefined ? null : (
            <TextInput
              label={t('confirm.type', { word: props.typed })}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              error={text !== '' && !isTyped ? t('confirm.mismatch') : undefined}
              data-autofocus
            />
          )}
          {props.problem == null ? null : <ProblemAlert problem={props.problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('actions.cancel')}
            </Button>
            <Button
              type="submit"
              {...(props.isCalm === true ? {} : { color: 'red' })}
              disabled={!isTyped}
              loading={props.running ?? false}
            >
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
