import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryCodes as Codes, NewPasskey, SecondFactor } from '../../../../contract/wire/person.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { passkeysMissing } from '../../kit/proof/passkeys-here.ts';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';

const PATH = '/api/v1/person/second-factor';
/** The session tells by what its person can prove to be there. */
const RENEWS = [PATH, '/api/v1/session'];
type Passkey = SecondFactor['passkeys'][number];

interface PasskeysProps {
  readonly passkeys: readonly Passkey[];
  readonly onCodes: (codes: readonly string[] | null) => void;
}

/** Keys of devices and password managers. */
export function PasskeysSection({ passkeys, onCodes }: PasskeysProps) {
  const { t } = useTranslation(['account', 'frame']);
  const [leaving, setLeaving] = useState<Passkey | null>(null);
  const missing = passkeysMissing();
  const remove = useProvenSend<string>({
    method: 'DELETE',
    path: (id) => `${PATH}/passkeys/${encodeURIComponent(id)}`,
    body: null,
    renews: RENEWS,
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
              title: t('frame:actions.remove'),
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
      {missing === null ? (
        <AddPasskey onCodes={onCodes} />
      ) : (
        <Text size="sm" c="dimmed">
          {t(`account:security.passkeysMissing.${missing}`, { host: window.location.hostname })}
        </Text>
      )}
      {remove.dialog}
      <ConfirmAction
        opened={leaving !== null}
        onClose={() => {
          remove.forget();
          setLeaving(null);
        }}
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
  const [isCancelled, setCancelled] = useState(false);
  const add = useProvenSend<NewPasskey, Codes>({
    method: 'POST',
    path: `${PATH}/passkeys`,
    renews: RENEWS,
    onDone: ({ recovery_codes: codes }) => {
      reset();
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
      add.run({ ...values, response: { id, rawId, type, response, clientExtensionResults: {} } });
    },
  });
  const { values, names, field, reset } = useFields({ name: '' }, add);
  const send = { running: begin.running || add.running, problem: begin.problem ?? add.problem };
  return (
    <>
      <SendForm send={send} names={names} onSend={() => begin.run()} action={t('security.passkeyAdd')}>
        {isCancelled ? (
          <Text size="sm" role="status">
            {t('secondStep.cancelled')}
          </Text>
        ) : null}
        <TextInput
          label={t('security.passkeyName')}
          placeholder={t('security.passkeyExample')}
          autoComplete="off"
          {...field('name')}
        />
      </SendForm>
      {begin.dialog}
      {add.dialog}
    </>
  );
}
