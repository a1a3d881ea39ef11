import { Alert, Box, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramDetail, TrafficTypeStatus } from '../../../../contract/wire/programs.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded, LoadedPage, Waiting } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { ApplicationTable, useApplications } from './application-table.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { Excluded, useExclusion } from './exclusion.tsx';
import { useProgramNames } from './program-names.ts';
import { useProgramPage } from './program-words.ts';
import { RulesText, useRules } from './rules.tsx';
import { RulesAcceptance } from './rules-acceptance.tsx';
import { RulesVersion } from './rules-version.tsx';
import { Warnings } from './warnings.tsx';
import '../offers.css';

/** A program as a publisher decides about it: what it measures, what traffic it takes, its rules, and one's own standing in it. */
export function ProgramPage() {
  const { code } = useParams({ strict: false });
  const { t } = useTranslation('publisher');
  const program = useApi<ProgramDetail>(`/api/v1/programs/${encodeURIComponent(code ?? '')}`);
  return (
    <LoadedPage title={t('programs.one')} query={program}>
      {(found) => <OneProgram program={found} />}
    </LoadedPage>
  );
}

function OneProgram({ program }: { readonly program: ProgramDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [applying, setApplying] = useState(false);
  const mayWrite = useMayWrite();
  const exclusion = useExclusion(program.code);
  const isOpen = program.status === 'active' && program.recruiting.state === 'open';
  return (
    <Page
      title={program.name}
      help="traffic-types"
      lead={
        <>
          {t('programs.main')} <span className="breaking">{program.home_url}</span>
          {program.affiliate_only_landing ? ` ${t('programs.affiliateOnly')}` : ''}
        </>
      }
      actions={
        <>
          <Button component="a" href={`/programs/${program.code}#rates`} variant="default">
            {t('programs.publicPage')}
          </Button>
          {isOpen && mayWrite && exclusion === null ? (
            <Button onClick={() => setApplying(true)}>{t('applications.apply')}</Button>
          ) : null}
        </>
      }
    >
      <TextLink to="/publisher/programs">← {t('programs.back')}</TextLink>
      <ReadOnlyNote />
      <Notices program={program} />
      {exclusion == null ? null : <Excluded by={exclusion} />}
      <Parts program={program} />
      {applying ? <ApplyDialog program={program} onClose={() => setApplying(false)} /> : null}
    </Page>
  );
}

/** All at once: parts that come one by one would move those below them under the reader's eyes. */
function Parts({ program }: { readonly program: ProgramDetail }) {
  const { t } = useTranslation('publisher');
  const parts = [useProgramPage(program.code), useApplications({ program: program.code }), useFigures(program.code)];
  if (parts.some(({ isPending }) => isPending)) return <Waiting rows={12} />;
  return (
    <>
      <Warnings program={program.code} />
      <Section title={t('programs.yours')}>
        <ApplicationTable filter={{ program: program.code }} empty={t('programs.yoursNone')} hides="program" />
      </Section>
      <Figures code={program.code} />
      <TrafficTypes program={program} />
      <Rules program={program} />
    </>
  );
}

function Notices({ program }: { readonly program: ProgramDetail }) {
  const { t, i18n } = useTranslation(['publisher', 'frame']);
  const { recruiting, geo_routing: geo } = program;
  const programName = useProgramNames([geo.pair]);
  const translated: Readonly<Record<string, string | undefined>> = recruiting.reason_translations;
  if (recruiting.state === 'open' && geo.mode === 'off' && program.status === 'active') return null;
  return (
    <Stack gap="sm">
      {program.status === 'active' ? null : (
        <Alert color="red" variant="light">
          {t('programs.stopped')}
        </Alert>
      )}
      {recruiting.state === 'suspended' ? (
        <Alert color="orange" variant="light" title={t('programs.suspended')}>
          {t('programs.suspendedWhy', { reason: translated[i18n.language] ?? recruiting.reason ?? '' })}
        </Alert>
      ) : null}
      {geo.mode === 'off' || geo.pair === null ? null : (
        <Alert color="blue" variant="light">
          {t('programs.geoHint', { program: programName(geo.pair) })}
        </Alert>
      )}
    </Stack>
  );
}

interface MetricsAnswer {
  readonly metrics: readonly {
    readonly key: string;
    readonly label: string;
    readonly definition: string;
    readonly text: string;
  }[];
}

function useFigures(code: string) {
  const { i18n } = useTranslation();
  return useApi<MetricsAnswer>(`/api/v1/programs/${code}/metrics`, { language: i18n.resolvedLanguage ?? 'en' });
}

function Figures({ code }: { readonly code: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const found = useFigures(code);
  return (
    <Section title={t('programs.figures')} lead={t('programs.figuresLead')}>
      <Loaded query={found} rows={2}>
        {({ metrics }) => (
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 4, xl: 7 }} spacing="sm">
            {metrics.map(({ key, label, definition, text }) => (
              <FigureCard key={key} name={label} value={text} note={definition} />
            ))}
          </SimpleGrid>
        )}
      </Loaded>
    </Section>
  );
}

const TONES: Readonly<Record<TrafficTypeStatus, Tone>> = {
  allowed: 'good',
  by_agreement: 'attention',
  prohibited: 'bad',
  restricted: 'attention',
};

type TrafficType = ProgramDetail['traffic_types'][number];

function TrafficTypes({ program }: { readonly program: ProgramDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const columns: readonly Column<TrafficType>[] = [
    {
      key: 'kind',
      title: t('programs.trafficKind'),
      isHeader: true,
      cell: ({ key, parent }) => (
        <Text span inherit {...(parent === null ? {} : { pl: 'md' })}>
          {t(`programs.trafficRows.${key}` as 'programs.trafficRows.other', { defaultValue: key })}
        </Text>
      ),
    },
    {
      key: 'status',
      title: t('programs.trafficStatus'),
      cell: ({ status }) => <StatusBadge tone={TONES[status]}>{t(`programs.trafficStatuses.${status}`)}</StatusBadge>,
    },
  ];
  return (
    <Section title={t('programs.traffic')}>
      {program.traffic_types.length === 0 ? (
        <Text>{t('programs.trafficAll')}</Text>
      ) : (
        <Box maw={640}>
          <DataTable
            caption={t('programs.traffic')}
            columns={columns}
            rows={program.traffic_types}
            rowKey={({ key }) => key}
          />
        </Box>
      )}
    </Section>
  );
}

function Rules({ program }: { readonly program: ProgramDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const rules = useRules(program.code);
  return (
    <Section title={t('programs.rules')}>
      <Loaded query={rules.query} rows={3}>
        {() =>
          rules.section === null ? (
            <Text>{t('programs.rulesNone')}</Text>
          ) : (
            <Stack gap="xs">
              <RulesVersion program={program.code} />
              <RulesAcceptance program={program.code} />
              <RulesText section={rules.section} />
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
}
