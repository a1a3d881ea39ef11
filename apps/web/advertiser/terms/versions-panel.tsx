import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { VersionList } from '../../../../contract/wire/terms.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { Sentences } from './changes-panel.tsx';

type Version = VersionList['versions'][number];

const TONES: Readonly<Record<Version['state'], Tone>> = { current: 'good', future: 'waiting', past: 'neutral' };

/** What was published: each version with its time, when it was announced, and what it changed (S-036). */
export function VersionsPanel({
  code,
  zone,
  isOffered,
}: {
  readonly code: string;
  readonly zone: string;
  readonly isOffered: boolean;
}) {
  const { t, i18n } = useTranslation('advertiser');
  const language = i18n.resolvedLanguage ?? 'en';
  const versions = useApi<VersionList>(`/api/v1/programs/${code}/terms/versions`, { language }, { enabled: isOffered });
  if (!isOffered) return <Empty>{t('terms.versions.none')}</Empty>;
  return (
    <Loaded query={versions} isEmpty={(found) => found.versions.length === 0} empty={t('terms.versions.none')}>
      {(found) => (
        <Stack gap="md">
          {found.versions.map((version) => (
            <OneVersion key={version.id} version={version} zone={zone} />
          ))}
          <Publications publications={found.publications} />
        </Stack>
      )}
    </Loaded>
  );
}

function OneVersion({ version, zone }: { readonly version: Version; readonly zone: string }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const { id, from, until, state, announced_at: announced, changes } = version;
  const since =
    from === null ? t('terms.versions.fromEver') : t('terms.versions.from', { from: formats.instant(from, zone) });
  const end = until === null ? '' : ` ${t('terms.versions.until', { until: formats.instant(until, zone) })}`;
  return (
    <Paper withBorder radius="md" p="md">
      <Group justify="space-between" gap="xs">
        <Title order={2} fz="md">
          {id}
        </Title>
        <StatusBadge tone={TONES[state]}>{t(`terms.versions.${state}`)}</StatusBadge>
      </Group>
      <Text size="sm">
        {since}
        {end}
      </Text>
      <Text size="sm" c="dimmed">
        {t('terms.versions.announced', { when: formats.instant(announced, zone) })}
      </Text>
      {changes.length === 0 ? (
        <Text size="sm">{t('terms.versions.noChanges')}</Text>
      ) : (
        <Sentences sentences={changes} />
      )}
    </Paper>
  );
}

function Publications({ publications }: { readonly publications: VersionList['publications'] }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  return (
    <div>
      <Title order={2} fz="sm">
        {t('terms.versions.publications')}
      </Title>
      <Sentences
        sentences={publications.map(
          ({ publication, published_at: at, versions }) =>
            `${t('terms.versions.publication', { number: publication })} · ${formats.instant(at)} · ${t('terms.versions.versionCount', { count: versions })}`,
        )}
      />
    </div>
  );
}
