import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryCodes as Codes, NewPasskey, SecondFactor } from '../../../../contract/wire/person.ts';
import { When } from '../../kit/amounts.tsx';
import { ConfirmAction } from '../../kit/confirm-action.tsx';
import { DataTable } from '../../kit/data-table.tsx';
import { FormProblem } from '../../kit/states.tsx';
import { useProvenSend } from '../proof-dialog.tsx';

const PATH = '/api/v1/person/second-factor';
type Passkey = SecondFactor['passkeys'][number];

interface PasskeysProps {
  readonly passkeys: readonly Passkey[];
  readonly onCodes: (codes: readonly string[] | null) => void;
}

/** Keys of devices and password managers. */
export function PasskeysSection({ passkeys, onCodes }: PasskeysProps) {
  const { t } = useTranslation(['account', 'frame']);
  const [leaving, setLeaving] = useState<Passkey | null>(null);
  const remove = useProvenSend<string>({
    method: 'DELETE',
    path: (id) => `${PATH}/passkeys/${encodeURIComponent(id)}`,
    body: null,
    renews: [PATH],
    onDone: () => setLeaving(null),
  });
  return (
    <Stack gap="sm" mb="lg" maw={720}>
      <Title order={3}>{t('account:security.passkeys')}</Title>
      <Text size="sm">{t('account:security.passkeysWhy')}</Text>
      {passkeys.length === 0 ? null : (
        <DataTable
          caption={t('account:security.passkeys')}
          rows={passkeys}
          rowKey={(key) => key.id}
          columns={[
            { key: 'name', title: t('account:security.passkeyName'), cell: (key) => key.name, isHeader: true },
            { key: 'made', title: t('account:security.made'), cell: (key) => <When at={key.created_at} /> },
            { key: 'used', title: t('account:security.lastUsed'), cell: (key) => <When at={key.last_used_at} /> },
            {
              key: 'remove',
              title: t('frame:actions.details'),
              cell: (key) => (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => setLeaving(key)}
                  aria-label={`${t('frame:actions.remove')}: ${key.name}`}
                >
                  {t('frame:actions.remove')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <AddPasskey onCodes={onCodes} />
      {remove.dialog}
      <ConfirmAction
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('account:security.passkeyRemove', { name: leaving?.name ?? '' })}
        action={t('account:security.passkeyRemove', { name: leaving?.name ?? '' })}
        running={remove.running}
        problem={remove.problem}
        onConfirm={() => leaving !== null && remove.run(leaving.id)}
      >
        {t('account:security.passkeyRemoveWhy')}
      </ConfirmAction>
    </Stack>
  );
}

function AddPasskey({ onCodes }: Pick<PasskeysProps, 'onCodes'>) {
  const { t } = useTranslation('account');
  const [name, setName] = useState('');
  const [isCancelled, setCancelled] = useState(false);
  const add = useProvenSend<NewPasskey, Codes>({
    method: 'POST',
    path: `${PATH}/passkeys`,
    renews: [PATH],
    onDone: ({ recovery_codes: codes }) => {
      setName('');
      onCodes(codes);
    },
  });
  const begin = useProvenSend<void, { readonly options: PublicKeyCredentialCreationOptionsJSON }>({
    method: 'POST',
    path: `${PATH}/passkeys/options`,
    body: null,
    done: null,
    onDone: async ({ options }) => {
      const made = await startRegistration({ optionsJSON: options }).catch(() => null);
      setCancelled(made === null);
      if (made === null) return;
      const { id, rawId, type } = made;
      const { clientDataJSON, attestationObject, transports } = made.response;
      const response = { clientDataJSON, attestationObject, ...(transports === undefined ? {} : { transports }) };
      add.run({ name, response: { id, rawId, type, response, clientExtensionResults: {} } });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin.run();
      }}
    >
      <Stack gap="xs">
        <FormProblem problem={begin.problem ?? add.problem} fields={[]} />
        {isCancelled ? <Text size="sm">{t('secondStep.cancelled')}</Text> : null}
        <Group align="flex-end">
          <TextInput
            label={t('security.passkeyName')}
            placeholder={t('security.passkeyExample')}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={begin.running || add.running}>
            {t('security.passkeyAdd')}
          </Button>
        </Group>
        {begin.dialog}
        {add.dialog}
      </Stack>
    </form>
  );
}
