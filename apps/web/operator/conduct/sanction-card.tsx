import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer } from '../../../../contract/wire/conduct.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { shortActor } from '../look/decision-texts.ts';
import { ReasonDialog } from '../look/reason-dialog.tsx';
import { toneOf } from '../look/tones.ts';
import { useRuleName } from './rule-name.ts';
import { stateOf } from './sanction-list.tsx';

/** A sanction: what it was for, what it did, whether somebody objects, and its end. */
export function SanctionCard(props: { readonly sanction: SanctionAnswer; readonly linksCase?: boolean }) {
  const { sanction, linksCase = false } = props;
  const ruleName = useRuleName();
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const mayWrite = useMayWrite();
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
            <When at={sanction.imposed_at} /> · {sanction.imposed_by_name ?? shortActor(sanction.imposed_by)}
          </Text>
        </Group>
        {linksCase ? (
          <TextLink size="sm" to="/operator/conduct/$id" params={{ id: sanction.case }}>
            {ruleName(sanction)}
          </TextLink>
        ) : null}
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
        <Objection sanction={sanction} />
        {sanction.lifted === null ? null : (
          <Text size="sm">{t('conduct.sanction.liftedBy', { reason: sanction.lifted.reason })}</Text>
        )}
        {sanction.lifted === null && mayWrite ? <Answers sanction={sanction} /> : null}
      </Stack>
    </Paper>
  );
}

/** What the publisher says against it and what the network answered, or until when it may. */
function Objection({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { appeal, appeal_until: until, may_appeal: mayAppeal, lifted } = sanction;
  const when = until === null ? null : formats.instant(until);
  return (
    <>
      {appeal === null ? null : (
        <Text size="sm" className="plain-text">
          <strong>{t('conduct.sanction.appeal')}:</strong> {appeal.text}
        </Text>
      )}
      {appeal?.answer == null ? null : (
        <Text size="sm" className="plain-text">
          <strong>{t('conduct.sanction.answeredBy')}:</strong> {appeal.answer.text}
        </Text>
      )}
      {lifted !== null || appeal?.answer != null || when === null ? null : (
        <Text size="sm" c="dimmed">
          {mayAppeal ? t('conduct.sanction.appealUntil', { when }) : t('conduct.sanction.appealOver', { when })}
        </Text>
      )}
    </>
  );
}

function Answers({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('operator');
  const [asked, setAsked] = useState<'lift' | 'answer' | null>(null);
  const close = () => setAsked(null);
  return (
    <Group gap="sm">
      {sanction.level === 'expelled' ? null : (
        <Button variant="default" size="xs" onClick={() => setAsked('lift')}>
          {t('conduct.sanction.lift')}
        </Button>
      )}
      {stateOf(sanction) === 'appealed' ? (
        <Button variant="default" size="xs" onClick={() => setAsked('answer')}>
          {t('conduct.sanction.answer')}
        </Button>
      ) : null}
      {asked === 'lift' ? <LiftDialog sanction={sanction} onClose={close} /> : null}
      {asked === 'answer' ? <KeepDialog id={sanction.id} onClose={close} /> : null}
    </Group>
  );
}

interface DialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

function isOfConduct({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return String(queryKey[0]).startsWith('/api/v1/conduct');
}

/** Sanctions, and the badges of what waits. */
const RENEWED = ['/api/v1/conduct', '/api/v1/moderation'];

interface LiftProps {
  readonly sanction: SanctionAnswer;
  readonly onClose: () => void;
}

function LiftDialog({ sanction: { id, level, effect }, onClose }: LiftProps) {
  const client = useQueryClient();
  const { t } = useTranslation('operator');
  const draft = useUnsent(`lift ${id}`);
  const lift = useSend<string>({
    method: 'POST',
    path: `/api/v1/conduct/sanctions/${id}/lift`,
    body: (reason) => ({ reason }),
    renews: RENEWED,
    done: t('conduct.sanction.lifted'),
    onDone: () => {
      draft.forget();
      onClose();
    },
  });
  // Where a colleague was faster, the sanction is shown as it is now once that was read.
  const close = () => {
    if (lift.problem !== null) void client.invalidateQueries({ predicate: isOfConduct });
    onClose();
  };
  return (
    <ReasonDialog
      opened
      draft={draft}
      onClose={close}
      title={t('conduct.sanction.liftTitle')}
      action={t('conduct.sanction.liftAction')}
      running={lift.running}
      problem={lift.problem}
      onReason={lift.run}
    >
      {level === 'warning'
        ? t('conduct.sanction.liftWarning')
        : `${t('conduct.sanction.liftCount', { count: effect.ad_spaces })} ${t('conduct.sanction.liftText')}`}
    </ReasonDialog>
  );
}

function KeepDialog({ id, onClose }: DialogProps) {
  const { t } = useTranslation('operator');
  const draft = useUnsent(`answer ${id}`);
  const keep = useSend<string>({
    method: 'POST',
    path: `/api/v1/conduct/sanctions/${id}/answer`,
    body: (text) => ({ text }),
    renews: RENEWED,
    done: t('conduct.sanction.answered'),
    onDone: () => {
      draft.forget();
      onClose();
    },
  });
  return (
    <ReasonDialog
      opened
      draft={draft}
      onClose={onClose}
      title={t('conduct.sanction.answerTitle')}
      action={t('conduct.sanction.answerAction')}
      running={keep.running}
      problem={keep.problem}
      onReason={keep.run}
    >
      {t('conduct.sanction.answerText')}
    </ReasonDialog>
  );
}
