import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  NewKeysAnswer,
  NewSigningSecretAnswer,
  ProgramKeysShown,
  SigningRotation,
} from '../../../../contract/wire/program-keys.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { Section } from '../../kit/page/page.tsx';
import { useFormats } from '../../kit/values/format.ts';

type Shown = Partial<NewKeysAnswer>;

/** The codes of a program, and its secrets at the moment in which they are made. */
export function Keys({ keys }: { readonly keys: ProgramKeysShown }) {
  const { t } = useTranslation('advertiser');
  const { instant } = useFormats();
  const mayWrite = useMayWrite();
  const [shown, setShown] = useState<Shown | null>(null);
  const { made_at: made, previous_signing_secret_until: overlap } = keys;
  return (
    <Section title={t('daily.integration.keys')} lead={t('daily.integration.secretsOnce')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <CopyField label={t('daily.integration.campaign')} value={keys.campaign_code} />
          <CopyField label={t('daily.integration.action')} value={keys.action_code} />
          <CopyField label={t('daily.integration.tariff')} value={keys.tariff_code} />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {made === null ? '' : t('daily.integration.made', { at: instant(made) })}{' '}
          {overlap === null ? '' : t('daily.integration.overlap', { at: instant(overlap) })}
        </Text>
        {shown === null ? null : <Secrets shown={shown} onHide={() => setShown(null)} />}
        {mayWrite ? <Renewals program={keys.program} onMade={setShown} /> : null}
      </Stack>
    </Section>
  );
}

function Secrets({ shown, onHide }: { readonly shown: Shown; readonly onHide: () => void }) {
  const { t } = useTranslation('advertiser');
  const { postback_key: postback, revision_secret: revision, signing_secret: signing } = shown;
  return (
    <Alert color="orange" variant="light" role="status" title={t('daily.integration.shown')}>
      <Stack gap="sm">
        {postback === undefined ? null : <CopyField label={t('daily.integration.postbackKey')} value={postback} />}
        {revision === undefined ? null : <CopyField label={t('daily.integration.revisionSecret')} value={revision} />}
        {signing === undefined ? null : <CopyField label={t('daily.integration.signingSecret')} value={signing} />}
        <Button variant="default" w="fit-content" onClick={onHide}>
          {t('daily.integration.hide')}
        </Button>
      </Stack>
    </Alert>
  );
}

function Renewals({ program, onMade }: { readonly program: string; readonly onMade: (shown: Shown) => void }) {
  const { t } = useTranslation('advertiser');
  const [asked, setAsked] = useState<'rotate' | 'renew' | null>(null);
  const path = `/api/v1/programs/${encodeURIComponent(program)}/keys`;
  const made = (shown: Shown): void => {
    onMade(shown);
    setAsked(null);
  };
  const common = { method: 'POST', renews: [path], done: null } as const;
  const rotate = useSend<SigningRotation, NewSigningSecretAnswer>({
    ...common,
    path: `${path}/signing-secret`,
    onDone: ({ signing_secret }) => made({ signing_secret }),
  });
  const renew = useSend<void, NewKeysAnswer>({ ...common, path: `${path}/renew`, onDone: made });
  return (
    <Group>
      <Button variant="default" onClick={() => setAsked('rotate')}>
        {t('daily.integration.rotate')}
      </Button>
      <Button variant="default" onClick={() => setAsked('renew')}>
        {t('daily.integration.renew')}
      </Button>
      <ConfirmAction
        opened={asked === 'rotate'}
        onClose={() => setAsked(null)}
        title={t('daily.integration.rotateTitle')}
        action={t('daily.integration.rotate')}
        running={rotate.running}
        problem={rotate.problem}
        onConfirm={() => rotate.run({ overlap_hours: 24 })}
      >
        {t('daily.integration.rotateWhat')}
      </ConfirmAction>
      <ConfirmAction
        opened={asked === 'renew'}
        onClose={() => setAsked(null)}
        title={t('daily.integration.renewTitle')}
        action={t('daily.integration.renew')}
        typed={program}
        running={renew.running}
        problem={renew.problem}
        onConfirm={() => renew.run()}
      >
        {t('daily.integration.renewWhat')}
      </ConfirmAction>
    </Group>
  );
}
