import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Section } from '../../kit/page/page.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { bytes, duration } from './units.ts';

type AlarmName = HealthReport['alarms'][number]['name'];

interface Check {
  readonly name: keyof typeof ALARMS;
  readonly now: ReactNode;
  readonly limit: string;
}

/** What is wrong where one of these alarms is up; without any it has no limit. */
const ALARMS = {
  worker: ['worker_silent', 'job_failing', 'job_late'],
  backlog: ['backlog_old', 'books_differ'],
  room: ['disk_short'],
  unspooled: ['clicks_unspooled'],
  parked: ['clicks_parked'],
  lost: ['clicks_lost'],
  seal: ['ledger_unsealed'],
  events: ['events_waiting'],
  mails: ['mails_waiting'],
  mailsFailed: ['mails_failed'],
  geo: ['geo_data_old'],
  connections: ['connections_short'],
  database: [],
  version: [],
} as const satisfies Record<string, readonly AlarmName[]>;

/** Everything that is looked at: how it is, how it may be. */
export function Checks({ report }: { readonly report: HealthReport }) {
  const { t } = useTranslation('operator');
  const raised = new Set<string>(report.alarms.map(({ name }) => name));
  const columns: readonly Column<Check>[] = [
    {
      key: 'check',
      title: t('health.checks.check'),
      cell: ({ name }) => t(`health.checks.names.${name}`),
      isHeader: true,
    },
    {
      key: 'state',
      title: t('health.checks.state'),
      cell: ({ name }) => {
        if (ALARMS[name].length === 0) return '—';
        return ALARMS[name].some((alarm) => raised.has(alarm)) ? (
          <StatusBadge tone="bad">{t('health.checks.alarm')}</StatusBadge>
        ) : (
          <StatusBadge tone="good">{t('health.checks.well')}</StatusBadge>
        );
      },
    },
    { key: 'now', title: t('health.checks.now'), cell: ({ now }) => <span>{now}</span> },
    { key: 'limit', title: t('health.checks.limit'), cell: ({ limit }) => limit },
  ];
  const checks = [...useClickChecks(report), ...useOtherChecks(report)];
  return (
    <Section title={t('health.checks.title')} lead={t('health.checks.lead')}>
      <DataTable caption={t('health.checks.title')} columns={columns} rows={checks} rowKey={({ name }) => name} />
    </Section>
  );
}

function useClickChecks({ at, limits, worker, spools, spool_room_bytes: room, parked }: HealthReport): Check[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const ago = (then: string | null) => (then === null ? null : formats.ago(then, Date.parse(at)));
  const sum = (read: (spool: HealthReport['spools'][number]) => number) =>
    spools.reduce((total, spool) => total + read(spool), 0);
  const oldest = (times: readonly (string | null)[]) => times.filter((time) => time !== null).sort()[0] ?? null;
  const waiting = {
    count: sum((spool) => spool.waiting.records),
    ago: ago(oldest(spools.map((s) => s.waiting.oldest_at))),
  };
  const seen = ago(worker.seen_at);
  return [
    {
      name: 'worker',
      now: seen === null ? t('health.checks.never') : t('health.checks.last', { ago: seen }),
      limit: t('health.checks.silence', { value: duration(formats, limits.worker_seconds) }),
    },
    {
      name: 'backlog',
      now: <Counted {...waiting} />,
      limit: t('health.checks.age', { value: duration(formats, limits.backlog_seconds) }),
    },
    {
      name: 'room',
      now: room === null ? '—' : bytes(formats, room),
      limit: t('health.checks.atLeast', { value: bytes(formats, limits.room_bytes) }),
    },
    { name: 'unspooled', now: formats.number(sum((s) => s.unspooled.clicks)), limit: t('health.checks.none') },
    {
      name: 'parked',
      now: <Counted count={parked.records} ago={ago(parked.oldest_at)} />,
      limit: t('health.checks.none'),
    },
    { name: 'lost', now: formats.number(sum((spool) => spool.lost)), limit: t('health.checks.none') },
  ];
}

function useOtherChecks(report: HealthReport): Check[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { at, limits, ledger, waiting_events: events, mails, geo_data: geo, database, version } = report;
  const ago = (then: string | null) => (then === null ? null : formats.ago(then, Date.parse(at)));
  const waitingMost = (seconds: number) => t('health.checks.age', { value: duration(formats, seconds) });
  const hasServer = mails.delivery === 'smtp';
  return [
    {
      name: 'seal',
      now: <Counted count={ledger.unsealed} ago={ago(ledger.oldest_at)} to="/operator/ledger" />,
      limit: waitingMost(limits.seal_seconds),
    },
    {
      name: 'events',
      now: <Counted count={events.events} ago={ago(events.oldest_at)} />,
      limit: waitingMost(limits.event_seconds),
    },
    {
      name: 'mails',
      now: <MailsNow mails={mails} waited={ago(mails.oldest_waiting_at)} sent={ago(mails.last_sent_at)} />,
      limit: hasServer ? waitingMost(limits.mail_seconds) : t('health.checks.noLimit'),
    },
    {
      name: 'mailsFailed',
      now: <Counted count={mails.failed} ago={ago(mails.oldest_failed_at)} to="/operator/mails" />,
      limit: t('health.checks.none'),
    },
    {
      name: 'geo',
      now: `${formats.day(geo.of)}, ${t('health.checks.days', { count: geo.days })}`,
      limit: t('health.checks.atMost', { value: t('health.checks.days', { count: limits.geo_data_days }) }),
    },
    {
      name: 'connections',
      now: t('health.checks.of', {
        count: formats.number(database.connections),
        total: formats.number(database.connections_max),
      }),
      limit: t('health.checks.atMost', { value: formats.number(limits.connections) }),
    },
    { name: 'database', now: bytes(formats, database.bytes), limit: t('health.checks.noLimit') },
    { name: 'version', now: `${version}, PostgreSQL ${database.postgresql}`, limit: '—' },
  ];
}

/** How much of it there is, and how old the oldest is. */
function Counted(props: {
  readonly count: number;
  readonly ago: string | null;
  readonly to?: '/operator/ledger' | '/operator/mails';
}) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { count, ago, to } = props;
  const number = formats.number(count);
  return (
    <>
      {to === undefined ? (
        number
      ) : (
        <TextLink inherit underline="always" to={to}>
          {number}
        </TextLink>
      )}
      {count === 0 || ago === null ? null : `, ${t('health.checks.oldest', { ago })}`}
    </>
  );
}

function MailsNow(props: {
  readonly mails: HealthReport['mails'];
  readonly waited: string | null;
  readonly sent: string | null;
}) {
  const { t } = useTranslation('operator');
  const { mails, waited, sent } = props;
  return (
    <>
      <Counted count={mails.waiting} ago={waited} to="/operator/mails" />
      {mails.delivery === 'kept' ? `; ${t('health.checks.keptHere')}` : ''}
      {sent === null ? '' : `; ${t('health.checks.last', { ago: sent })}`}
    </>
  );
}
