import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import type { RecoveryCodes as Codes, TotpConfirmation, TotpSecret } from '../../../../contract/wire/person.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { FormProblem } from '../../kit/page/states.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';

const PATH = '/api/v1/person/second-factor';
/** The session tells by what its person can prove to be there. */
const RENEWS = [PATH, '/api/v1/session'];

interface TotpProps {
  readonly isOn: boolean;
  readonly onCodes: (codes: readonly string[] | null) => void;
}

/** Codes of an authenticator app. */
export function TotpSection({ isOn, onCodes }: TotpProps) {
  const { t } = useTranslation('account');
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const [isAsked, setAsked] = useState(false);
  const begin = useProvenSend<void, TotpSecret>({
    method: 'POST',
    path: `${PATH}/totp`,
    body: null,
    done: null,
    onDone: setSecret,
  });
  const remove = useProvenSend({
    method: 'DELETE',
    path: `${PATH}/totp`,
    body: null,
    renews: RENEWS,
    onDone: () => setAsked(false),
  });
  return (
    <Stack gap="sm" mb="lg" maw={560}>
      <Group gap="sm">
        <Title order={3}>{t('security.totp')}</Title>
        <StatusBadge tone={isOn ? 'good' : 'neutral'}>{t(isOn ? 'security.on' : 'security.off')}</StatusBadge>
      </Group>
      <Text size="sm">{t('security.totpWhy')}</Text>
      <FormProblem problem={begin.problem} fields={[]} />
      {isOn ? (
        <Button variant="default" w="fit-content" onClick={() => setAsked(true)}>
          {t('security.totpRemove')}
        </Button>
      ) : secret === null ? (
        <Button w="fit-content" onClick={() => begin.run()} loading={begin.running}>
          {t('security.totpAdd')}
        </Button>
      ) : (
        <ShowCode
          secret={secret}
          onDone={({ recovery_codes: codes }) => {
            setSecret(null);
            onCodes(codes);
          }}
        />
      )}
      {begin.dialog}
      {remove.dialog}
      <ConfirmAction
        opened={isAsked}
        onClose={() => {
          remove.forget();
          setAsked(false);
        }}
        title={t('security.totpRemove')}
        action={t('security.totpRemove')}
        running={remove.running}
        problem={remove.problem}
        onConfirm={() => remove.run()}
      >
        {t('security.totpRemoveWhy')}
      </ConfirmAction>
    </Stack>
  );
}

function ShowCode({ secret, onDone }: { readonly secret: TotpSecret; readonly onDone: (answer: Codes) => void }) {
  const { t } = useTranslation('account');
  const confirm = useProvenSend<TotpConfirmation, Codes>({
    method: 'POST',
    path: `${PATH}/totp/confirmation`,
    renews: RENEWS,
    onDone,
  });
  const { values, names, field } = useFields({ code: '' }, confirm);
  return (
    <>
      <SendForm
        send={confirm}
        names={names}
        onSend={() => confirm.run({ code: values.code.trim() })}
        action={t('security.totpConfirm')}
      >
        <Text size="sm">{t('security.totpScan')}</Text>
        <QrCode text={secret.uri} label={t('security.qr')} />
        <CopyField label={t('security.totpSecret')} value={secret.secret} />
        <TextInput label={t('secondStep.code')} inputMode="numeric" autoComplete="one-time-code" {...field('code')} />
      </SendForm>
      {confirm.dialog}
    </>
  );
}

/** Black on white in both themes: that is what cameras read. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="200"
      height="200"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
