import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { FigureCard } from '../../kit/figure-card.tsx';
import { type Formats, useFormats } from '../../kit/format.ts';
import { Page, Section } from '../../kit/page.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useApi } from '../../kit/use-api.ts';
import { Alarms } from './alarms.tsx';

const EVERY_MS = 15_000;

/** How the network itself is. */
export function HealthPage() {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const report = useApi<HealthReport>('/api/v1/health-report', {}, { every: EVERY_MS });
  const lead =
    report.data === undefined ? t('health.leadWaiting') : t('health.lead', { when: formats.instant(report.data.at) });
  return (
    <Page title={t('health.title')} lead={lead}>
      <Loaded query={report}>
        {(found) => (
          <Stack gap="xl">
            <Section title={t('health.alarms')}>
              <Alarms alarms={found.alarms} />
            </Section>
            <Figures report={found} />
            <Spools spools={found.spools} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.5 GB`: as disks are counted, in thousands. */
function bytes(formats: Formats, count: number): string {
  const step = count < 1_000 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(count) / 3));
  return formats.unit(count / 1_000 ** step, BYTES[step] ?? 'byte');
}

function Figures({ report }: { readonly report: HealthReport }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { database, geo_data: geo, ledger, mails, parked, waiting_events: events, spool_room_bytes: room } = report;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      <FigureCard
        name={t('health.figures.version')}
        value={report.version}
        note={`PostgreSQL ${database.postgresql}`}
      />
      <FigureCard
        name={t('health.figures.database')}
        value={bytes(formats, database.bytes)}
        note={t('health.figures.connections', { count: database.connections })}
      />
      <FigureCard
        name={t('health.figures.geo')}
        value={formats.day(geo.of)}
        note={t('health.figures.geoAge', { count: geo.days })}
      />
      <FigureCard
        name={t('health.figures.room')}
        value={room === null ? '—' : bytes(formats, room)}
        note={room === null ? t('health.figures.noRoom') : undefined}
      />
      <FigureCard
        name={t('health.figures.unsealed')}
        value={formats.number(ledger.unsealed)}
        note={ledger.oldest_at === null ? undefined : <When at={ledger.oldest_at} />}
        link={
          <TextLink to="/operator/ledger" size="sm">
            {t('ledger.title')}
          </TextLink>
        }
      />
      <FigureCard
        name={t('health.figures.parked')}
        value={formats.number(parked.records)}
        note={parked.reason ?? undefined}
      />
      <FigureCard
        name={t('health.figures.events')}
        value={formats.number(events.events)}
        note={t('health.figures.eventsNote')}
      />
      <FigureCard
        name={t('health.figures.mails')}
        value={formats.number(mails.waiting)}
        note={
          mails.delivery === 'kept'
            ? t('health.figures.keptHere')
            : t('health.figures.mailsFailed', { count: mails.failed })
        }
        link={
          <TextLink to="/operator/mails" size="sm">
            {t('mails.title')}
          </TextLink>
        }
      />
    </SimpleGrid>
  );
}

type Spool = HealthReport['spools'][number];

function Spools({ spools }: { readonly spools: readonly Spool[] }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const figure = (key: 'recorded' | 'stored' | 'repeated' | 'parked' | 'lost'): Column<Spool> => ({
    key,
    title: t(`health.${key}`),
    cell: (row) => formats.number(row[key]),
    align: 'right',
  });
  const columns: readonly Column<Spool>[] = [
    { key: 'name', title: t('health.spool'), cell: (row) => row.name, isHeader: true },
    figure('recorded'),
    figure('stored'),
    figure('repeated'),
    figure('parked'),
    figure('lost'),
    { key: 'waiting', title: t('health.waiting'), cell: (row) => formats.number(row.waiting.records), align: 'right' },
    { key: 'oldest', title: t('health.oldest'), cell: (row) => <When at={row.waiting.oldest_at} /> },
    {
      key: 'unspooled',
      title: t('health.unspooled'),
      cell: (row) => formats.number(row.unspooled.clicks),
      align: 'right',
    },
    { key: 'bytes', title: t('health.bytes'), cell: (row) => bytes(formats, row.bytes), align: 'right' },
  ];
  return (
    <Section title={t('health.spools')} lead={t('health.spoolsLead')}>
      {spools.length === 0 ? (
        <Empty>{t('health.noSpools')}</Empty>
      ) : (
        <DataTable caption={t('health.spools')} columns={columns} rows={spools} rowKey={(row) => row.name} />
      )}
    </Section>
  );
}
