import { Alert, Button, Group, List, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, ConductEffect, ForeseenAnswer, SanctionAnswer } from '../../../../contract/wire/conduct.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { ReasonDialog } from '../look/reason-dialog.tsx';

const levels = ['warning', 'block', 'block_and_void', 'expelled'] as const;
type Level = (typeof levels)[number];
const FORESEEN = '/api/v1/conduct/foreseen';
const violations = ['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk'] as const;

/** How an open case ends: a sanction, whose effect is told before, or nothing. */
export function DecideCase({ file }: { readonly file: CaseDetail }) {
  const { t } = useTranslation('operator');
  const [chosen, setChosen] = useState<Level | null>(null);
  const { program, publisher, ad_space, rule } = file;
  const whom = ad_space === null ? { publisher } : { ad_space };
  const foreseen = useApi<ForeseenAnswer>(FORESEEN, { program, rule, level: chosen, ...whom });
  return (
    <Section title={t('conduct.case.decide')}>
      <Loaded query={foreseen}>
        {(told) => (
          <Stack gap="md" maw="48rem">
            <Text size="sm">
              {t('conduct.case.decideLead', {
                program: file.program_name,
                level: t(`conduct.levels.${told.suggested}`),
              })}
            </Text>
            <LevelChoice value={chosen ?? told.level} onChange={setChosen} />
            <Alert color="orange" variant="light" title={t('conduct.case.would')}>
              <EffectList effect={told.effect} keepsOut={keepsOut(file, chosen ?? told.level)} />
            </Alert>
            <Judgement file={file} level={chosen ?? told.level} foreseen={told} />
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}

function LevelChoice({ value, onChange }: { readonly value: Level; readonly onChange: (level: Level) => void }) {
  const { t } = useTranslation('operator');
  return (
    <Radio.Group
      label={t('conduct.case.chosen')}
      value={value}
      onChange={(chosen) => {
        const level = levels.find((each) => each === chosen);
        if (level !== undefined) onChange(level);
      }}
    >
      <Stack gap="xs" mt="xs">
        {levels.map((level) => (
          <Radio
            key={level}
            value={level}
            label={t(`conduct.levels.${level}`)}
            description={t(`conduct.levelMeans.${level}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Whether ad spaces that come later are concerned, too: of a whole publisher, and of who is expelled. */
function keepsOut({ ad_space }: CaseDetail, level: Level): boolean {
  return level === 'expelled' || (ad_space === null && level !== 'warning');
}

/** What happens, and to how many. */
export function EffectList({ effect, keepsOut }: { readonly effect: ConductEffect; readonly keepsOut: boolean }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const amounts = (sums: ConductEffect['declined']['amounts']) =>
    sums.length === 0
      ? t('conduct.case.noAmount')
      : formats.list(sums.map(({ amount, currency }) => formats.money(amount, currency)));
  const { ad_spaces, links, declined, deducted } = effect;
  if (ad_spaces + declined.actions + deducted.actions === 0 && !keepsOut)
    return <Text size="sm">{t('conduct.case.wouldNothing')}</Text>;
  return (
    <List size="sm">
      {ad_spaces === 0 ? null : <List.Item>{t('conduct.case.adSpaces', { count: ad_spaces })}</List.Item>}
      {links === 0 ? null : <List.Item>{t('conduct.case.links', { count: links })}</List.Item>}
      {declined.actions === 0 ? null : (
        <List.Item>
          {t('conduct.case.declined', { count: declined.actions, amounts: amounts(declined.amounts) })}
        </List.Item>
      )}
      {deducted.actions === 0 ? null : (
        <List.Item>
          {t('conduct.case.deducted', { count: deducted.actions, amounts: amounts(deducted.amounts) })}
        </List.Item>
      )}
      {keepsOut ? <List.Item>{t('conduct.case.keepsOut')}</List.Item> : null}
    </List>
  );
}

function reachOf({ effect: { ad_spaces, declined, deducted } }: ForeseenAnswer) {
  return { ad_spaces, declined: declined.actions, deducted: deducted.actions };
}

function isOfConduct({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return String(queryKey[0]).startsWith('/api/v1/conduct');
}

/** What a judgement changes: cases, sanctions, badges. */
const RENEWED = ['/api/v1/conduct', '/api/v1/moderation'];

interface JudgementProps {
  readonly file: CaseDetail;
  readonly level: Level;
  readonly foreseen: ForeseenAnswer;
}

function Judgement({ file, level, foreseen }: JudgementProps) {
  const { t } = useTranslation('operator');
  const { text: reason, write, forget } = useUnsent(`judge ${file.id}`);
  const [violation, setViolation] = useState('');
  const [dialog, setDialog] = useState<'impose' | 'dismiss' | null>(null);
  const voids = level === 'block_and_void' || level === 'expelled';
  const impose = useImpose(
    file,
    {
      level,
      reason: reason.trim(),
      violation: voids && violation !== '' ? violation : null,
      expected: reachOf(foreseen),
    },
    () => {
      forget();
      setDialog(null);
    },
  );
  const close = () => {
    impose.isSeen();
    setDialog(null);
  };
  const ask = () => {
    impose.begin();
    setDialog('impose');
  };
  const names = { level: t(`conduct.levels.${level}`), publisher: file.publisher_name, program: file.program_name };
  return (
    <>
      {voids ? <ViolationSelect value={violation} onChange={setViolation} /> : null}
      <Textarea
        label={t('conduct.case.reason')}
        description={t('common.reasonHint')}
        value={reason}
        onChange={(event) => write(event.currentTarget.value)}
        autosize
        minRows={3}
        maxLength={2000}
        required
      />
      <Group gap="sm">
        <Button color="red" disabled={reason.trim() === ''} onClick={ask}>
          {t('conduct.case.impose')}
        </Button>
        <Button variant="default" onClick={() => setDialog('dismiss')}>
          {t('conduct.case.dismiss')}
        </Button>
      </Group>
      <ConfirmAction
        opened={dialog === 'impose'}
        onClose={close}
        title={t('conduct.case.imposeTitle', names)}
        action={t('conduct.case.imposeAction', names)}
        {...(voids ? { typed: file.publisher_name } : {})}
        running={impose.running}
        problem={impose.problem}
        onConfirm={() => void impose.now()}
      >
        <EffectList effect={foreseen.effect} keepsOut={keepsOut(file, level)} />
        <Text size="sm" mt="sm">
          {foreseen.appeal_days === null
            ? t('conduct.case.permanent')
            : `${t('conduct.case.liftable')} ${t('conduct.case.appealFor', { count: foreseen.appeal_days })}`}
        </Text>
      </ConfirmAction>
      {dialog === 'dismiss' ? <DismissDialog file={file} onClose={close} /> : null}
    </>
  );
}

/** Imposes exactly what was told before; where that is out of date by now, or a colleague was faster, nothing happens and it is said. */
function useImpose(file: CaseDetail, judgement: object, onDone: () => void) {
  const { t } = useTranslation('operator');
  const client = useQueryClient();
  const impose = useSend<void, SanctionAnswer>({
    method: 'POST',
    path: `/api/v1/conduct/cases/${file.id}/sanction`,
    body: () => judgement,
    renews: RENEWED,
    done: t('conduct.case.imposed'),
    onDone,
  });
  const count = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === FORESEEN });
  return {
    running: impose.running,
    problem: impose.problem,
    /** What the dialog says is counted when it is asked for. */
    begin: () => {
      impose.forget();
      void count();
    },
    now: async () => {
      if ((await impose.runAsync()) === null) await count();
    },
    /** Once the refusal was read, the case is shown as it is now. */
    isSeen: () => {
      if (impose.problem !== null) void client.invalidateQueries({ predicate: isOfConduct });
    },
  };
}

function ViolationSelect({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const { t } = useTranslation('operator');
  return (
    <Select
      label={t('conduct.violation')}
      description={t('conduct.violationHint')}
      data={[
        { value: '', label: t('conduct.ownViolation') },
        ...violations.map((code) => ({ value: code, label: code })),
      ]}
      value={value}
      onChange={(code) => onChange(code ?? '')}
      allowDeselect={false}
      maw="20rem"
    />
  );
}

function DismissDialog({ file, onClose }: { readonly file: CaseDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('operator');
  const draft = useUnsent(`dismiss ${file.id}`);
  const dismiss = useSend<string>({
    method: 'POST',
    path: `/api/v1/conduct/cases/${file.id}/dismiss`,
    body: (reason) => ({ reason }),
    renews: RENEWED,
    done: t('conduct.case.dismissed'),
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
      title={t('conduct.case.dismissTitle')}
      action={t('conduct.case.dismissAction')}
      running={dismiss.running}
      problem={dismiss.problem}
      onReason={dismiss.run}
    >
      {t('conduct.case.dismissText')}
    </ReasonDialog>
  );
}
