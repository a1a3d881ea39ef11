import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../kit/api/api.ts';
import { FocusReturn } from '../../kit/controls/use-focus-return.ts';
import type { Unsent } from '../../kit/forms/use-unsent.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';

/** Asks for the reason of a decision that others read. */
export function ReasonDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly label?: string;
  /** What was written so far; whoever sends it forgets it. */
  readonly draft: Unsent;
  readonly running: boolean;
  readonly problem: Problem | null;
  readonly onReason: (reason: string) => void;
}) {
  const { t } = useTranslation(['operator', 'frame']);
  const { text: reason, write } = props.draft;
  const [isTried, setIsTried] = useState(false);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <FocusReturn />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (reason.trim() !== '') props.onReason(reason.trim());
        }}
      >
        <Stack gap="md">
          <Text component="div" size="sm">
            {props.children}
          </Text>
          <Textarea
            label={props.label ?? t('common.reason')}
            description={t('common.reasonHint')}
            value={reason}
            onChange={(event) => write(event.currentTarget.value)}
            error={isTried && reason.trim() === '' ? t('common.reasonMissing') : undefined}
            autosize
            minRows={3}
            maxLength={2000}
            required
            data-autofocus
          />
          {props.problem === null ? null : <ProblemAlert problem={props.problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('frame:actions.cancel')}
            </Button>
            <Button type="submit" color="red" loading={props.running}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
