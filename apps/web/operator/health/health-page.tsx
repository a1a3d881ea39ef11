import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Alarms } from './alarms.tsx';
import { Checks } from './checks.tsx';
import { Jobs } from './jobs.tsx';
import { bytes } from './units.ts';

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
            <Checks report={found} />
            <Jobs jobs={found.jobs} />
            <Spools spools={found.spools} />
          </Stack>
        )}
      </Loaded>
    </Page>
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
