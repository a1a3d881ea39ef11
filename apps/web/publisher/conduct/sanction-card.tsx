import '../offers.css';
import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer } from '../../../../contract/wire/conduct.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { FormProblem } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { CitedRule } from './cited-rule.tsx';

type State = 'in_force' | 'appealed' | 'answered' | 'lifted';

const TONES: Readonly<Record<State, Tone>> = { in_force: 'bad', appealed: 'waiting', answered: 'bad', lifted: 'good' };

/** A sanction as its publisher reads it: the rule and its version, what it means, why, and the objection. */
export function SanctionCard({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('publisher');
  const mayWrite = useMayWrite();
  const state = stateOf(sanction);
  const { program_name: program, ad_space_name: adSpace, rules_version: version } = sanction;
  return (
    <Paper component="article" withBorder p="md" radius="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h4">
            {t(`conduct.levels.${sanction.level}`)}
          </Title>
          <StatusBadge tone={TONES[state]}>{t(`conduct.states.${state}`)}</StatusBadge>
        </Group>
        <Text size="sm">
          {adSpace === null ? t('conduct.everything', { program }) : t('conduct.where', { program, adSpace })}
        </Text>
        <Text size="sm">
          {ruleOf(t, sanction)}
          {version === null ? '' : ` (${t('conduct.version', { version })})`}
        </Text>
        {version === null ? null : <CitedRule program={sanction.program} rule={sanction.rule} version={version} />}
        <Text className="breaking">{sanction.reason}</Text>
        <Text size="sm">{t(`conduct.means.${sanction.level}`)}</Text>
        <Effect sanction={sanction} />
        <Text size="sm" c="dimmed">
          {t('conduct.decided')} · <When at={sanction.imposed_at} />
        </Text>
        {sanction.appeal === null ? null : (
          <Text size="sm" className="breaking">
            <strong>{t('conduct.yours')}:</strong> {sanction.appeal.text}
          </Text>
        )}
        {sanction.appeal?.answer == null ? null : (
          <Text size="sm" className="breaking">
            <strong>{t('conduct.answer')}:</strong> {sanction.appeal.answer.text}
          </Text>
        )}
        <Until sanction={sanction} />
        {sanction.may_appeal && mayWrite ? <Objection sanction={sanction} /> : null}
        {sanction.lifted === null ? null : (
          <Text size="sm">{t('conduct.liftedBecause', { reason: sanction.lifted.reason })}</Text>
        )}
      </Stack>
    </Paper>
  );
}

function stateOf({ lifted, appeal }: SanctionAnswer): State {
  if (lifted !== null) return 'lifted';
  if (appeal === null) return 'in_force';
  return appeal.answer === null ? 'appealed' : 'answered';
}

/** Until when one may object; nothing where that is settled, or the sanction for good. */
function Until({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const { lifted, appeal, appeal_until: until, may_appeal: mayAppeal } = sanction;
  if (lifted !== null || appeal?.answer != null || until === null) return null;
  const when = formats.instant(until);
  return (
    <Text size="sm" c="dimmed">
      {mayAppeal ? t('conduct.until', { when }) : t('conduct.over', { when })}
    </Text>
  );
}

function ruleOf(t: TFunction<'publisher'>, { rule: key, rule_number: number }: SanctionAnswer): string {
  const rule = t(`conduct.rules.${key}` as 'conduct.rules.pop', { defaultValue: key });
  return number === null ? rule : t('conduct.ruleNumber', { number, rule });
}

function Effect({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation('publisher');
  const { declined, deducted } = sanction.effect;
  const told = [
    ...(declined.actions === 0 ? [] : [t('conduct.declined', { count: declined.actions })]),
    ...(deducted.actions === 0 ? [] : [t('conduct.deducted', { count: deducted.actions })]),
  ];
  return told.length === 0 ? null : <Text size="sm">{told.join(' · ')}</Text>;
}

/** Who opened the form by keyboard goes on in it. */
const focused = (field: HTMLTextAreaElement | null): void => field?.focus();

function Objection({ sanction }: { readonly sanction: SanctionAnswer }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [isOpen, setIsOpen] = useState(false);
  const { text, write, forget } = useUnsent(`object ${sanction.id}`, sanction.appeal?.text ?? '');
  const send = useSend({
    method: 'POST',
    path: `/api/v1/conduct/sanctions/${sanction.id}/appeal`,
    body: () => ({ text: text.trim() }),
    renews: ['/api/v1/conduct'],
    done: t('conduct.sent'),
    onDone: () => {
      forget();
      setIsOpen(false);
    },
  });
  if (!isOpen) {
    return (
      <Button variant="default" size="xs" w="fit-content" onClick={() => setIsOpen(true)}>
        {t(sanction.appeal === null ? 'conduct.object' : 'conduct.objectAgain')}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') send.run();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={t('conduct.yours')}
          description={t('conduct.objectHint')}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          error={send.fieldError('text')}
          maxLength={2000}
          autosize
          minRows={3}
          required
          ref={focused}
        />
        <FormProblem problem={send.problem} fields={['text']} />
        <Group gap="sm">
          <Button type="submit" loading={send.running}>
            {t('conduct.send')}
          </Button>
          <Button variant="default" onClick={() => setIsOpen(false)}>
            {t('frame:actions.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
