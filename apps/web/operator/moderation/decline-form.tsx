import { Button, Group, Paper, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../kit/api/api.ts';
import type { Unsent } from '../../kit/forms/use-unsent.ts';
import { reasonCodes } from '../../kit/many/many-of.ts';
import { ProblemAlert } from '../../kit/page/states.tsx';

/** Why not: a code for the statistics, and words for the applicant. */
export function DeclineForm(props: {
  readonly hasCodes: boolean;
  readonly running: boolean;
  readonly problem: Problem | null;
  readonly onCancel: () => void;
  readonly draft: Unsent;
  readonly onDecline: (reason: string, code: string) => void;
}) {
  const { t } = useTranslation(['operator', 'frame']);
  const { text: reason, write } = props.draft;
  const [code, setCode] = useState<string>('rules');
  const [isTried, setIsTried] = useState(false);
  return (
    <Paper withBorder p="md" radius="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (reason.trim() !== '') props.onDecline(reason.trim(), code);
        }}
      >
        <Stack gap="sm">
          {props.hasCodes ? (
            <Select
              label={t('moderation.code')}
              data={reasonCodes.map((value) => ({ value, label: t(`moderation.codes.${value}`) }))}
              value={code}
              onChange={(chosen) => setCode(chosen ?? 'other')}
              allowDeselect={false}
            />
          ) : null}
          <Textarea
            label={t('moderation.reason')}
            value={reason}
            onChange={(event) => write(event.currentTarget.value)}
            error={isTried && reason.trim() === '' ? t('common.reasonMissing') : undefined}
            autosize
            minRows={3}
            maxLength={2000}
            required
            autoFocus
          />
          {props.problem === null ? null : <ProblemAlert problem={props.problem} />}
          <Group gap="sm">
            <Button type="submit" color="red" loading={props.running}>
              {t('moderation.declineNow')}
            </Button>
            <Button variant="default" onClick={props.onCancel}>
              {t('frame:actions.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
