import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer } from '../../../../contract/wire/conduct.ts';
import { When } from '../../kit/amounts.tsx';
import { useFormats } from '../../kit/format.ts';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { useSend } from '../../kit/use-api.ts';
import { ReasonDialog } from '../look/reason-dialog.tsx';
import { toneOf } from '../look/tones.ts';
import { stateOf } from './sanction-list.tsx';

/** A sanction: what it was for, what it did, whether somebody objects, and its end. */
export function SanctionCard({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const [isLifting, setIsLifting] = useState(false);
  const lift = useSend<string>({
    method: 'POST',
    path: `/api/v1/conduct/sanctions/${sanction.id}/lift`,
    body: (reason) => ({ reason }),
    renews: ['/api/v1/conduct', '/api/v1/moderation'],
    done: t('conduct.sanction.lifted'),
    onDone: () => setIsLifting(false),
  });
  const state = stateOf(sanction);
  const { ad_spaces, declined, deducted } = sanction.effect;
  return (
    <Paper withBorder p="md" radius="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Text fw={600}>{t(`conduct.levels.${sanction.level}`)}</Text>
            <StatusBadge tone={toneOf(state)}>{t(`conduct.states.${state}`)}</StatusBadge>
          </Group>
          <Text size="sm" c="dimmed">
            <When at={sanction.imposed_at} />
          </Text>
        </Group>
        <Text size="sm" className="plain-text">
          {sanction.reason}
        </Text>
        <Text size="sm" c="dimmed" title={t('conduct.sanction.effectTitle')}>
          {t('conduct.sanction.effect', {
            adSpaces: formats.number(ad_spaces),
            declined: formats.number(declined.actions),
            deducted: formats.number(deducted.actions),
          })}
          {sanction.violation === null ? '' : ` · ${sanction.violation}`}
        </Text>
        {sanction.appeal === null ? null : (
          <Text size="sm" className="plain-text">
            <strong>{t('conduct.sanction.appeal')}:</strong> {sanction.appeal.text}
          </Text>
        )}
        {sanction.lifted === null ? null : (
          <Text size="sm">{t('conduct.sanction.liftedBy', { reason: sanction.lifted.reason })}</Text>
        )}
        {sanction.lifted === null && sanction.level !== 'expelled' ? (
          <Group>
            <Button variant="default" size="xs" onClick={() => setIsLifting(true)}>
              {t('conduct.sanction.lift')}
            </Button>
          </Group>
        ) : null}
      </Stack>
      {isLifting ? (
        <ReasonDialog
          opened
          onClose={() => setIsLifting(false)}
          title={t('conduct.sanction.liftTitle')}
          action={t('conduct.sanction.liftAction')}
          running={lift.running}
          problem={lift.problem}
          onReason={lift.run}
        >
          {t('conduct.sanction.liftText')}
        </ReasonDialog>
      ) : null}
    </Paper>
  );
}
