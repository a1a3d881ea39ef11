import { Button, Code, CopyButton, Group, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryCodes as Codes } from '../../../../contract/wire/person.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';

const PATH = '/api/v1/person/second-factor';

/** Codes for who has lost the second factor: how many are left, and new ones. */
export function RecoverySection(props: {
  readonly left: number;
  readonly onCodes: (codes: readonly string[] | null) => void;
}) {
  const { t } = useTranslation('account');
  const [isAsked, setAsked] = useState(false);
  const renew = useProvenSend<void, Codes>({
    method: 'POST',
    path: `${PATH}/recovery-codes`,
    body: null,
    done: null,
    renews: [PATH],
    onDone: ({ recovery_codes: codes }) => {
      setAsked(false);
      props.onCodes(codes);
    },
  });
  return (
    <Stack gap="sm" maw={560}>
      <Title order={3}>{t('security.recovery')}</Title>
      <Text size="sm">{t('security.recoveryLeft', { count: props.left })}</Text>
      <Button variant="default" w="fit-content" onClick={() => setAsked(true)}>
        {t('security.recoveryRenew')}
      </Button>
      {renew.dialog}
      <ConfirmAction
        opened={isAsked}
        onClose={() => {
          renew.forget();
          setAsked(false);
        }}
        title={t('security.recoveryRenew')}
        action={t('security.recoveryRenew')}
        running={renew.running}
        problem={renew.problem}
        onConfirm={() => renew.run()}
      >
        {t('security.recoveryRenewWhy', { count: props.left })}
      </ConfirmAction>
    </Stack>
  );
}

/** Shown once. */
export function RecoveryCodes(props: { readonly codes: readonly string[] | null; readonly onClose: () => void }) {
  const { t } = useTranslation(['account', 'frame']);
  const codes = props.codes ?? [];
  return (
    <Modal
      opened={props.codes !== null}
      onClose={props.onClose}
      title={t('account:security.recovery')}
      // They are not shown again: only who says so has kept them.
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Text size="sm">{t('account:security.recoveryKeep')}</Text>
        <SimpleGrid cols={2} spacing="xs">
          {codes.map((code) => (
            <Code key={code} fz="sm">
              {code}
            </Code>
          ))}
        </SimpleGrid>
        <Group justify="flex-end">
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('frame:actions.copied') : t('frame:actions.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={props.onClose}>{t('account:security.recoveryKept')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
