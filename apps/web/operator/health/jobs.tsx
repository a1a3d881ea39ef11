import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import { Section } from '../../kit/page/page.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { duration } from './units.ts';
import '../look/operator.css';

type Job = HealthReport['jobs'][number];

const TONES: Readonly<Record<Job['state'], Tone>> = {
  well: 'good',
  expected: 'waiting',
  late: 'attention',
  failing: 'bad',
  silent: 'bad',
};

/** What the worker does, when it did it last, and what went wrong. */
export function Jobs({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const columns: readonly Column<Job>[] = [
    { key: 'job', title: t('health.jobs.job'), cell: ({ name }) => t(`health.jobs.names.${name}`), isHeader: true },
    {
      key: 'state',
      title: t('health.checks.state'),
      cell: ({ state }) => <StatusBadge tone={TONES[state]}>{t(`health.jobs.states.${state}`)}</StatusBadge>,
    },
    { key: 'ended', title: t('health.jobs.ended'), cell: ({ ended_at: at }) => <When at={at} /> },
    { key: 'every', title: t('health.jobs.every'), cell: (job) => duration(formats, job.every_seconds) },
    { key: 'late', title: t('health.jobs.lateAfter'), cell: (job) => duration(formats, job.late_after_seconds) },
    { key: 'trouble', title: t('health.jobs.trouble'), cell: (job) => <Trouble job={job} /> },
  ];
  return (
    <Section title={t('health.jobs.title')} lead={t('health.jobs.lead')}>
      {jobs.length === 0 ? (
        <Empty>{t('health.jobs.none')}</Empty>
      ) : (
        <DataTable caption={t('health.jobs.title')} columns={columns} rows={jobs} rowKey={({ name }) => name} />
      )}
    </Section>
  );
}

/** In the words of whatever failed, as the log has them. */
function Trouble({ job }: { readonly job: Job }) {
  if (job.trouble === null) return <span>—</span>;
  return (
    <Text size="sm" className="plain-text" maw="40ch">
      <When at={job.failed_at} />: <span lang="en">{job.trouble}</span>
    </Text>
  );
}
