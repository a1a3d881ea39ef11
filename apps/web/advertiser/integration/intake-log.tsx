import './intake.css';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { RefusalText } from '../../kit/history/refusal-text.tsx';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { named } from '../daily/names.ts';
import { useZoneOf } from '../daily/program-choice.tsx';
import { IntakeEntry } from './intake-entry.tsx';
import { IntakeFilters, type LogFilters } from './intake-filters.tsx';
import { CHANNELS, type Entry, isRefused, type Log, RESULTS } from './intake-read.ts';

const LOG_EVERY_MS = 1_500;
const SHOWN = 50;
/** Of those that nobody proved among the others: whoever sends many of them pushes none of the others out. */
const UNPROVEN_SHOWN = 10;
const REQUEST_CHARACTERS_MAX = 120;

/** Every report of a program with what became of it; it renews itself until it is told to wait. */
export function IntakeLog(props: {
  readonly program: string;
  readonly filters: LogFilters;
  readonly onFilters: (filters: Partial<LogFilters>) => void;
}) {
  const { t } = useTranslation('advertiser');
  const [isPaused, setIsPaused] = useState(false);
  const { log: which, channel, result, order } = props.filters;
  const query = {
    program: props.program,
    unnamed: true,
    channel: CHANNELS.find((known) => known === channel),
    result: RESULTS.find((known) => known === result),
    order_id: order,
    counted: false,
  };
  const every = isPaused ? {} : { every: LOG_EVERY_MS };
  const shows = { proven: which !== 'unproven', unproven: which !== 'proven' };
  const limit = shows.proven ? UNPROVEN_SHOWN : SHOWN;
  const known = useApi<Log>('/api/v1/intake', { ...query, limit: SHOWN }, { ...every, enabled: shows.proven });
  const unproven = { ...query, quarantine: true, limit };
  const others = useApi<Log>('/api/v1/intake', unproven, { ...every, enabled: shows.unproven });
  const rows = rowsOf(shows.proven ? known.data : undefined, shows.unproven ? others.data : undefined);
  const isFiltered = `${channel}${result}${order}` !== '';
  const none = isFiltered ? 'noneSuch' : shows.proven ? 'none' : 'noneUnproven';
  return (
    <Section
      title={t('daily.integration.log')}
      lead={t(`daily.integration.leads.${shows.proven ? (shows.unproven ? 'all' : 'proven') : 'unproven'}`)}
    >
      <IntakeFilters
        values={props.filters}
        isPaused={isPaused}
        onChange={props.onFilters}
        onPause={() => setIsPaused(!isPaused)}
      />
      <Loaded
        query={shows.proven ? known : others}
        isEmpty={() => rows.length === 0}
        empty={t(`daily.integration.${none}`)}
      >
        {() => <Entries entries={rows} program={props.program} />}
      </Loaded>
    </Section>
  );
}

/** A report, and whether its sender is known. */
interface Row extends Entry {
  readonly isProven: boolean;
}

/** Both logs as one, newest first. */
function rowsOf(known: Log | undefined, unproven: Log | undefined): readonly Row[] {
  const rows = [
    ...(known?.results ?? []).map((entry) => ({ ...entry, isProven: true })),
    ...(unproven?.results ?? []).map((entry) => ({ ...entry, isProven: false })),
  ];
  // Ids tell the order of what came at one moment.
  const keyOf = ({ received_at: at, id }: Row) => `${at} ${id}`;
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1)).slice(0, SHOWN);
}

interface LogProps {
  readonly program: string;
}

function Entries({ entries, ...props }: LogProps & { readonly entries: readonly Row[] }) {
  const { t } = useTranslation('advertiser');
  const [shown, setShown] = useState<Entry | null>(null);
  const columns = useColumns(props, setShown);
  return (
    <>
      <DataTable caption={t('daily.integration.log')} columns={columns} rows={entries} rowKey={({ id }) => id} />
      {shown === null ? null : <IntakeEntry entry={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function useColumns({ program }: LogProps, onShow: (entry: Entry) => void): readonly Column<Row>[] {
  const { t } = useTranslation('advertiser');
  const zone = useZoneOf()(program);
  const channelOf = (channel: string): string => {
    const known = CHANNELS.find((each) => each === channel);
    return known === undefined ? channel : t(`daily.integration.channels.${known}`);
  };
  return [
    {
      key: 'received',
      title: t('daily.integration.received'),
      isHeader: true,
      cell: (entry) => <When at={entry.received_at} zone={zone} toSecond />,
    },
    { key: 'channel', title: t('daily.integration.channel'), cell: ({ channel }) => channelOf(channel) },
    { key: 'order', title: t('daily.integration.order_id'), cell: (entry) => <OrderOf entry={entry} /> },
    {
      key: 'verdict',
      title: t('daily.integration.verdict'),
      cell: (entry) => <VerdictOf entry={entry} />,
    },
    { key: 'why', title: t('daily.integration.why'), cell: (entry) => <WhyOf entry={entry} /> },
    {
      key: 'request',
      title: t('daily.integration.request'),
      cell: (entry) => (
        <div>
          <code className="intake-text">{`${entry.method} ${entry.path}`.slice(0, REQUEST_CHARACTERS_MAX)}</code>{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => onShow(entry)}>
            {t('daily.integration.show')}
          </Button>
        </div>
      ),
    },
  ];
}

function OrderOf({ entry: { program, order_id: order } }: { readonly entry: Entry }) {
  if (order === null || program === null) return order ?? '—';
  return (
    <TextLink to="/advertiser/orders/detail" search={{ program, order }}>
      {order}
    </TextLink>
  );
}

/** Taken or refused as a badge, and below it what exactly; of a refusal, the reason says it. */
function VerdictOf({ entry }: { readonly entry: Row }) {
  const { t } = useTranslation('advertiser');
  const { verdict, result_code: code, isProven } = entry;
  const result = isProven && !isRefused(entry) ? 'taken' : 'refused';
  const said = [
    ...(isProven ? [] : [t('daily.integration.unproven')]),
    ...(isRefused(entry) && isProven ? [] : [named(t, 'intake', verdict)]),
    ...(code === null ? [] : [code]),
  ];
  return (
    <div>
      <StatusBadge tone={result === 'taken' ? 'good' : 'bad'}>{t(`daily.integration.results.${result}`)}</StatusBadge>
      {said.length === 0 ? null : <Text size="sm">{said.join(' · ')}</Text>}
    </div>
  );
}

/** Of what was refused, the reason and the field; what was taken needs none. */
function WhyOf({ entry }: { readonly entry: Entry }) {
  const { verdict, detail } = entry;
  const { field, value } = detail;
  if (!isRefused(entry)) return <>—</>;
  return (
    <div>
      <RefusalText code={verdict} detail={String(detail['detail'])} />
      {typeof field === 'string' && typeof value === 'string' ? (
        <Text size="xs" className="intake-text" component="code" display="block">{`${field}: ${value}`}</Text>
      ) : null}
    </div>
  );
}
