import { Alert, Button, Card, Drawer, Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdSpaceChangeBody, AdSpaceDetail, AdSpaceKindsAnswer } from '../../../../contract/wire/ad-spaces.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { LoadedPage } from '../../kit/page/states.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { ApplicationTable } from '../programs/application-table.tsx';
import { AdSpaceForm } from './ad-space-form.tsx';
import { heldText, kindName, ruleName, shortAddress, spaceTones } from './names.ts';
import { ProofPanel } from './proof-panel.tsx';
import '../offers.css';

export function AdSpacePage() {
  const { id } = useParams({ strict: false });
  const { t } = useTranslation('publisher');
  const space = useApi<AdSpaceDetail>(`/api/v1/ad-spaces/${encodeURIComponent(id ?? '')}`);
  return (
    <LoadedPage title={t('adSpaces.one')} query={space}>
      {(found) => <OneAdSpace space={found} />}
    </LoadedPage>
  );
}

function OneAdSpace({ space }: { readonly space: AdSpaceDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const mayWrite = useMayWrite();
  const asksProof = space.status === 'new' || (space.status === 'pending' && space.proof.proven_at === null);
  return (
    <Page
      title={space.name}
      lead={
        <>
          {kindName(t, space.kind)} · {shortAddress(space.url)}{' '}
          <StatusBadge tone={spaceTones[space.status]}>{t(`adSpaces.status.${space.status}`)}</StatusBadge>
        </>
      }
      actions={mayWrite ? <SpaceActions space={space} /> : null}
    >
      <TextLink to="/publisher/ad-spaces">← {t('adSpaces.back')}</TextLink>
      <ReadOnlyNote />
      <Standing space={space} />
      {asksProof ? <ProofPanel space={space} /> : null}
      {space.status === 'new' ? null : (
        <Section
          title={t('adSpaces.programs')}
          actions={
            space.status === 'active' ? (
              <ButtonLink to="/publisher/programs" variant="default" size="xs">
                {t('adSpaces.find')}
              </ButtonLink>
            ) : null
          }
        >
          <ApplicationTable filter={{ ad_space: space.id }} empty={t('adSpaces.programsNone')} hides="adSpace" />
        </Section>
      )}
      <Facts space={space} />
    </Page>
  );
}

/** What its state means, and why, in the order in which somebody asks. */
function Standing({ space }: { readonly space: AdSpaceDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const isBad = space.status === 'rejected' || space.status === 'blocked';
  const { verdict } = space;
  return (
    <Stack gap="sm">
      {space.status === 'active' ? null : (
        <Alert color={isBad ? 'red' : 'blue'} variant="light" title={t(`adSpaces.status.${space.status}`)}>
          <Text size="sm">{t(`adSpaces.means.${space.status}`)}</Text>
          {verdict === null ? null : (
            <Text size="sm" mt="xs">
              <strong>{t(`reasonCodes.${verdict.reason_code}`)}.</strong>{' '}
              {verdict.breach === null ? verdict.reason : t(`adSpaces.breach.${verdict.breach}`)}
            </Text>
          )}
          {verdict?.rule == null ? null : (
            <Text size="sm">{t('adSpaces.rule', { rule: ruleName(t, verdict.rule) })}</Text>
          )}
        </Alert>
      )}
      {space.dropshipping ? (
        <Alert color="yellow" variant="light" role="note">
          {t('adSpaces.dropshipping')}
        </Alert>
      ) : null}
      {space.status === 'active'
        ? null
        : space.held_for.map((finding) => (
            <Alert key={Object.values(finding).join(' ')} color="orange" variant="light">
              {heldText(t, finding)}
            </Alert>
          ))}
    </Stack>
  );
}

function SpaceActions({ space }: { readonly space: AdSpaceDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [open, setOpen] = useState<'edit' | 'archive' | null>(null);
  const renews = ['/api/v1/ad-spaces'];
  const path = `/api/v1/ad-spaces/${space.id}`;
  const done = t('adSpaces.archived');
  const archive = useSend<void>({
    ...{ method: 'POST', path: `${path}/archive`, body: null, renews, done, onDone: () => setOpen(null) },
  });
  const restore = useSend<void>({
    ...{ method: 'POST', path: `${path}/restore`, body: null, renews, done: t('adSpaces.restored') },
  });
  if (space.status === 'archived') {
    return (
      <Button variant="default" loading={restore.running} onClick={() => restore.run()}>
        {t('adSpaces.restore')}
      </Button>
    );
  }
  return (
    <>
      {space.status === 'blocked' ? null : (
        <Button variant="default" onClick={() => setOpen('edit')}>
          {t('adSpaces.edit')}
        </Button>
      )}
      <Button variant="default" onClick={() => setOpen('archive')}>
        {t('adSpaces.archive')}
      </Button>
      <EditDrawer space={space} opened={open === 'edit'} onClose={() => setOpen(null)} />
      <ConfirmAction
        opened={open === 'archive'}
        onClose={() => setOpen(null)}
        title={t('adSpaces.archiveTitle', { name: space.name })}
        action={t('adSpaces.archive')}
        running={archive.running}
        problem={archive.problem}
        onConfirm={() => archive.run()}
      >
        {t('adSpaces.archiveText')}
      </ConfirmAction>
    </>
  );
}

function EditDrawer(props: { readonly space: AdSpaceDetail; readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { space } = props;
  // Not a state: an Escape right after a key stroke comes before the next rendering, and would close over what was written.
  const changed = useRef(false);
  const tellChanged = useCallback((isChanged: boolean) => {
    changed.current = isChanged;
  }, []);
  const [isAsking, setIsAsking] = useState(false);
  const close = () => {
    setIsAsking(false);
    changed.current = false;
    props.onClose();
  };
  const kinds = useApi<AdSpaceKindsAnswer>('/api/v1/ad-space-kinds', {}, { enabled: props.opened });
  const send = useSend<AdSpaceChangeBody, AdSpaceDetail>({
    ...{ method: 'PATCH', path: `/api/v1/ad-spaces/${space.id}`, renews: ['/api/v1/ad-spaces'], onDone: close },
  });
  const needs = kinds.data?.kinds.find(({ kind }) => kind === space.kind);
  return (
    <Drawer
      opened={props.opened}
      onClose={() => (changed.current ? setIsAsking(true) : close())}
      closeOnEscape={!isAsking}
      position="right"
      title={t('adSpaces.editTitle')}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('adSpaces.editHint')}
        </Text>
        {needs === undefined ? null : (
          <AdSpaceForm
            needs={needs}
            start={space}
            action={t('frame:actions.save')}
            send={sendingChanges(send)}
            onChanged={tellChanged}
          />
        )}
      </Stack>
      {/* Mounted only now: the Escape that asks for it must not close it at once. */}
      {isAsking ? (
        <ConfirmAction
          opened
          onClose={() => setIsAsking(false)}
          title={t('frame:unsaved.title')}
          action={t('frame:unsaved.leave')}
          onConfirm={close}
        >
          {t('frame:unsaved.what')}
        </ConfirmAction>
      ) : null}
    </Drawer>
  );
}

/** The API refuses fields that are its own, so that only what may change is sent. */
function sendingChanges(send: ReturnType<typeof useSend<AdSpaceChangeBody, AdSpaceDetail>>) {
  return {
    ...send,
    run: ({
      name,
      url,
      description,
      prelander_url,
      dropshipping,
      rewards,
      behaviours,
    }: Parameters<Parameters<typeof AdSpaceForm>[0]['send']['run']>[0]) =>
      send.run({ name, url, description, prelander_url, dropshipping, rewards, behaviours }),
  };
}

function Facts({ space }: { readonly space: AdSpaceDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const rewards = { none: 'rewardsNone', purchase: 'rewardsPurchase', visit: 'rewardsVisit' } as const;
  const { method } = space.proof;
  const rows: readonly (readonly [string, string])[] = [
    [t('adSpaces.form.url'), space.url ?? '—'],
    ...(space.prelander_url === null ? [] : [[t('adSpaces.form.prelander'), space.prelander_url] as const]),
    ...(space.description === '' ? [] : [[t('adSpaces.form.description'), space.description] as const]),
    [t('adSpaces.form.rewards'), t(`adSpaces.form.${rewards[space.rewards]}`)],
    ...(method === null ? [] : [[t('adSpaces.proof.proven'), t(`adSpaces.proof.provenBy.${method}`)] as const]),
  ];
  return (
    <Section title={t('adSpaces.facts')}>
      <Card withBorder padding="md">
        <Stack component="dl" gap="sm" m={0}>
          {rows.map(([name, value]) => (
            <Group key={name} gap="md" align="baseline" wrap="wrap">
              <Text component="dt" c="dimmed" size="sm" miw={180}>
                {name}
              </Text>
              <Text component="dd" m={0} className="breaking">
                {value}
              </Text>
            </Group>
          ))}
        </Stack>
      </Card>
    </Section>
  );
}
