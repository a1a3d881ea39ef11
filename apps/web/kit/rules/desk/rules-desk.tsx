import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections } from '../../../../../contract/wire/program-page.ts';
import type { RuleVersion, RuleVersions } from '../../../../../contract/wire/rules.ts';
import { useMayWrite } from '../../api/may-write.ts';
import { useApi } from '../../api/use-api.ts';
import { Section } from '../../page/page.tsx';
import { ReadOnlyNote } from '../../page/read-only-note.tsx';
import { Empty, Loaded } from '../../page/states.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { When } from '../../values/amounts.tsx';
import { StatusBadge, type Tone } from '../../values/status-badge.tsx';
import { begun } from './locales.ts';
import { NextVersion } from './next-version.tsx';
import { WhatChanged } from './what-changed.tsx';

/** The conduct rules of a program: their versions, what changed between them, and the next one. */
export function RulesDesk({ program }: { readonly program: string }) {
  const [before, setBefore] = useState<number | null>(null);
  const path = `/api/v1/programs/${encodeURIComponent(program)}`;
  const newest = useApi<RuleVersions>(`${path}/rules`);
  const page = useApi<RuleVersions>(`${path}/rules`, before === null ? {} : { before });
  const texts = useApi<EditedSections>(`${path}/page/sections`);
  const [round, setRound] = useState(0);
  const mayWrite = useMayWrite();
  const onBeginAgain = async () => {
    await Promise.all([newest.refetch(), texts.refetch()]);
    setRound((present) => present + 1);
  };
  return (
    <Loaded query={page}>
      {(found) => (
        <Stack gap="xl">
          <Versions found={found} before={before} onPage={setBefore} />
          <Loaded query={texts}>
            {({ sections }) => {
              const rules = sections.filter(({ kind }) => kind === 'rules');
              return (
                <Stack gap="xl">
                  <WhatChanged key={before} versions={found.versions} sections={rules} />
                  {!mayWrite ? (
                    <ReadOnlyNote />
                  ) : newest.data === undefined ? null : (
                    <NextVersion
                      key={round}
                      program={program}
                      sections={rules}
                      versions={newest.data}
                      onBeginAgain={onBeginAgain}
                    />
                  )}
                </Stack>
              );
            }}
          </Loaded>
        </Stack>
      )}
    </Loaded>
  );
}

const TONES: Readonly<Record<RuleVersion['state'], Tone>> = {
  announced: 'waiting',
  in_force: 'good',
  past: 'neutral',
};

interface VersionsProps {
  readonly found: RuleVersions;
  readonly before: number | null;
  readonly onPage: (before: number | null) => void;
}

function Versions({ found, before, onPage }: VersionsProps) {
  const { t } = useTranslation('rules');
  const { versions, time_zone: zone } = found;
  const columns: readonly Column<RuleVersion>[] = [
    { key: 'version', title: t('version'), cell: ({ version }) => version, isHeader: true },
    {
      key: 'state',
      title: t('state'),
      cell: ({ state }) => <StatusBadge tone={TONES[state]}>{t(`states.${state}`)}</StatusBadge>,
    },
    { key: 'from', title: t('from'), cell: ({ from }) => <When at={from} zone={zone} /> },
    { key: 'until', title: t('until'), cell: ({ until }) => <When at={until} zone={zone} /> },
    { key: 'by', title: t('by'), cell: ({ published_by: by }) => by ?? '—' },
    {
      key: 'languages',
      title: t('languages'),
      cell: ({ texts }) => begun(texts.map(({ locale }) => t(`locales.${locale}`)).join(', ')),
    },
  ];
  return (
    <Section title={t('versions')}>
      {versions.length === 0 ? (
        <Empty>{t('none')}</Empty>
      ) : (
        <DataTable
          caption={t('versions')}
          columns={columns}
          rows={versions}
          rowKey={({ version }) => String(version)}
        />
      )}
      {before === null && found.next === null ? null : (
        <Group gap="sm" mt="sm">
          <Button variant="default" size="xs" disabled={before === null} onClick={() => onPage(null)}>
            {t('newest')}
          </Button>
          <Button variant="default" size="xs" disabled={found.next === null} onClick={() => onPage(found.next)}>
            {t('older')}
          </Button>
        </Group>
      )}
    </Section>
  );
}
