import './intake.css';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Section } from '../../kit/page.tsx';
import { RefusalText } from '../../kit/refusal-text.tsx';
import { Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useApi } from '../../kit/use-api.ts';
import { named } from '../daily/names.ts';
import { useZoneOf } from '../daily/program-choice.tsx';
import { IntakeEntry } from './intake-entry.tsx';
import { IntakeFilters, type LogFilters } from './intake-filters.tsx';
import { CHANNELS, type Entry, isRefused, type Log, RESULTS } from './intake-read.ts';

const LOG_EVERY_MS = 1_500;
const SHOWN = 50;
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
  const isProven = which !== 'unproven';
  const query = {
    program: props.program,
    unnamed: true,
    quarantine: !isProven,
    channel: CHANNELS.find((known) => known === channel),
    result: RESULTS.find((known) => known === result),
    order_id: order,
    counted: false,
    limit: SHOWN,
  };
  const log = useApi<Log>('/api/v1/intake', query, isPaused ? {} : { every: LOG_EVERY_MS });
  const isFiltered = `${channel}${result}${order}` !== '';
  const none = isFiltered ? 'noneSuch' : isProven ? 'none' : 'noneUnproven';
  return (
    <Section
      title={t('daily.integration.log')}
      lead={t(isProven ? 'daily.integration.logLead' : 'daily.integration.quarantine')}
    >
      <IntakeFilters
        values={props.filters}
        isPaused={isPaused}
        onChange={props.onFilters}
        onPause={() => setIsPaused(!isPaused)}
      />
      <Loaded query={log} isEmpty={({ results }) => results.length === 0} empty={t(`daily.integration.${none}`)}>
        {({ results }) => <Entries entries={results} program={props.program} isProven={isProven} />}
      </Loaded>
    </Section>
  );
}

interface LogProps {
  readonly program: string;
  /** Whether the senders are known. */
  readonly isProven: boolean;
}

function Entries({ entries, ...props }: LogProps & { readonly entries: readonly Entry[] }) {
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

function useColumns({ program, isProven }: LogProps, onShow: (entry: Entry) => void): readonly Column<Entry>[] {
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
      cell: (entry) => <VerdictOf entry={entry} isProven={isProven} />,
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
function VerdictOf({ entry, isProven }: { readonly entry: Entry; readonly isProven: boolean }) {
  const { t } = useTranslation('advertiser');
  const { verdict, result_code: code } = entry;
  const result = isProven && !isRefused(entry) ? 'taken' : 'refused';
  const said = [...(isRefused(entry) ? [] : [named(t, 'intake', verdict)]), ...(code === null ? [] : [code])];
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
