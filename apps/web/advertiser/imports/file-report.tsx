import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CatalogueFileAnswer } from '../../../../contract/wire/catalogue-files.ts';
import type { HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { RowRefusalText } from '../../kit/history/refusal-text.tsx';
import { Section } from '../../kit/page/page.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Figures } from '../daily/figures.tsx';
import { HandledFigures } from '../orders/handled.tsx';

/** What a file of the catalogue is about. */
export type CatalogueKind = 'products' | 'rates';
export type FileReport = CatalogueFileAnswer | HandledAnswer;

export function isOrderReport(report: FileReport): report is HandledAnswer {
  return 'orders' in report;
}

/** What a file did or would do, and the rows to look at. */
export function ReportOfFile({ kind, report }: { readonly kind: CatalogueKind; readonly report: FileReport }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const { already_applied_at: before } = report;
  const isDone = before !== null || (isOrderReport(report) ? report.changed : report.stored);
  return (
    <Section title={t(isDone ? 'daily.imports.did' : 'daily.imports.would')}>
      <Stack gap="md">
        {before === null ? null : (
          <Alert color="blue" variant="light">
            {t('daily.imports.already', { at: formats.instant(before) })}
          </Alert>
        )}
        {isOrderReport(report) ? (
          <HandledFigures ofFile answer={report} />
        ) : (
          <CatalogueFigures kind={kind} report={report} />
        )}
        <Findings report={report} />
      </Stack>
    </Section>
  );
}

function CatalogueFigures({ kind, report }: { readonly kind: CatalogueKind; readonly report: CatalogueFileAnswer }) {
  const { t } = useTranslation('advertiser');
  const { number } = useFormats();
  return (
    <Figures
      figures={[
        [t('daily.imports.rows'), number(report.rows)],
        [t(`daily.imports.added.${kind}`), number(report.added)],
        [t(`daily.imports.changed.${kind}`), number(report.changed - report.added)],
        [t('daily.imports.unchanged'), number(report.unchanged)],
        [t(report.ended > 0 ? 'daily.imports.gone.ended' : 'daily.imports.gone.figure'), number(report.gone)],
        [t('daily.imports.repeated'), number(report.repeated)],
        [t('daily.imports.refused'), number(report.refused)],
        [t('daily.imports.warnings'), number(report.warnings)],
      ]}
    />
  );
}

function Findings({ report }: { readonly report: FileReport }) {
  const { t } = useTranslation('advertiser');
  const found = isOrderReport(report)
    ? report.refused.map((row) => ({ ...row, refused: true }))
    : report.findings.map((row) => ({ ...row, order_id: null, refused: row.severity === 'refused' }));
  const rows = found.map(({ field, value, order_id: order, ...row }) => {
    const cell = field === null || value === null ? field : value === order ? null : `${field}: ${value}`;
    return { ...row, field: [order, cell].filter((part) => part !== null).join(' · ') };
  });
  if (rows.length === 0) return <Text size="sm">{t('daily.imports.others')}</Text>;
  return (
    <DataTable
      caption={t('daily.imports.findings')}
      columns={[
        { key: 'line', title: t('daily.imports.line'), isHeader: true, cell: ({ line }) => line ?? '—' },
        {
          key: 'what',
          title: t('daily.imports.what'),
          cell: ({ refused }) => t(refused ? 'daily.imports.isRefused' : 'daily.imports.isWarning'),
        },
        { key: 'field', title: t('daily.imports.field'), cell: ({ field }) => field || '—' },
        { key: 'why', title: t('daily.imports.why'), cell: (row) => <RowRefusalText {...row} /> },
      ]}
      rows={rows}
      rowKey={({ line, field, detail }) => `${line}/${field}/${detail}`}
    />
  );
}
