import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpressSettings, ExpressSettingsBody } from '../../../../contract/wire/express-payments.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { AmountField } from '../../kit/forms/amount-field.tsx';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { Section } from '../../kit/page/page.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Effect } from './effect.tsx';
import { Limits } from './limits.tsx';
import { EXPRESS, SETTINGS } from './paths.ts';
import {
  type CountName,
  counts,
  draftOf,
  readCount,
  readFee,
  readSettings,
  type SettingsDraft,
} from './settings-draft.ts';

/** By which rules the network pays express; what they mean is told while they are typed. */
export function Settings() {
  const settings = useApi<ExpressSettings>(SETTINGS);
  const [round, setRound] = useState(0);
  const onBeginAgain = async () => {
    await settings.refetch();
    setRound((present) => present + 1);
  };
  return (
    <Loaded query={settings} rows={8}>
      {(found) => <SettingsForm key={round} settings={found} onBeginAgain={onBeginAgain} />}
    </Loaded>
  );
}

interface SettingsFormProps {
  readonly settings: ExpressSettings;
  readonly onBeginAgain: () => Promise<void>;
}

function SettingsForm({ settings, onBeginAgain }: SettingsFormProps) {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  const mayWrite = useMayWrite('payments');
  const [began] = useState(() => draftOf(settings, formats.decimal));
  // Somebody else's change that is loaded meanwhile is not overwritten: the server compares.
  const [{ version }] = useState(settings);
  const [draft, setDraft] = useState(began);
  const read = readSettings(draft, i18n.language);
  const save = useProvenSend<ExpressSettingsBody>({
    method: 'PUT',
    path: SETTINGS,
    renews: [EXPRESS],
    done: t('express.settings.saved'),
    onDone: onBeginAgain,
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(began);
  const change = (some: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <>
      <Unsaved when={isChanged && !save.running && mayWrite} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (read !== null && mayWrite) save.run({ ...read, version });
        }}
      >
        <Stack gap="lg" maw="60rem">
          <Version settings={settings} />
          <Switch
            checked={draft.enabled}
            disabled={!mayWrite}
            onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
            label={t('express.settings.enabled')}
            description={t('express.settings.enabledHint')}
          />
          <Rules draft={draft} onChange={change} readOnly={!mayWrite} fieldError={save.fieldError} />
          <Text size="sm">{t('express.settings.sanctions')}</Text>
          <Limits
            limits={draft.limits}
            onChange={(limits) => change({ limits })}
            readOnly={!mayWrite}
            fieldError={save.fieldError}
          />
          <Section title={t('express.settings.effect')}>
            <Effect settings={read} />
          </Section>
          {save.problem === null ? null : <ProblemAlert problem={save.problem} />}
          {mayWrite ? (
            <Group gap="sm">
              <Button type="submit" loading={save.running} disabled={!isChanged || read === null}>
                {t('express.settings.save')}
              </Button>
              {save.problem?.status === 409 ? (
                <Button variant="default" onClick={() => void onBeginAgain()}>
                  {t('express.settings.load')}
                </Button>
              ) : null}
            </Group>
          ) : null}
        </Stack>
      </form>
      {save.dialog}
    </>
  );
}

function Version({ settings: { version, changed } }: { readonly settings: ExpressSettings }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const told = changed === null ? null : { version, when: formats.instant(changed.at) };
  return (
    <Text size="sm" c="dimmed">
      {told === null
        ? t('express.settings.never')
        : changed?.by == null
          ? t('express.settings.version', told)
          : t('express.settings.versionBy', { ...told, name: changed.by })}
    </Text>
  );
}

interface RulesProps {
  readonly draft: SettingsDraft;
  readonly onChange: (some: Partial<SettingsDraft>) => void;
  readonly readOnly: boolean;
  readonly fieldError: (name: string) => string | undefined;
}

/** Fee and what a publisher must have behind it. */
function Rules({ draft, onChange, readOnly, fieldError }: RulesProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const count = (name: CountName, label: string, description: string) => {
    const wrong =
      readCount(draft[name], counts[name]) === null
        ? t('express.settings.countWrong', { most: formats.number(counts[name]) })
        : undefined;
    return (
      <TextInput
        label={label}
        description={description}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        w={220}
        value={draft[name]}
        readOnly={readOnly}
        error={wrong ?? fieldError(name)}
        onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
      />
    );
  };
  return (
    <Group gap="md" align="flex-start">
      <AmountField
        label={t('express.settings.fee')}
        description={t('express.settings.feeHint')}
        unit="%"
        value={draft.fee_percent}
        readOnly={readOnly}
        error={readFee(draft.fee_percent) === null ? t('express.settings.feeWrong') : fieldError('fee_percent')}
        onChange={(fee_percent) => onChange({ fee_percent })}
      />
      {count('account_days', t('express.settings.days'), t('express.settings.daysHint'))}
      {count('funded_actions', t('express.settings.actions'), t('express.settings.actionsHint'))}
    </Group>
  );
}
