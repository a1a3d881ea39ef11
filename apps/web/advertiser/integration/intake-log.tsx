import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '../../kit/amounts.tsx';
import { DataTable } from '../../kit/data-table.tsx';
import { Section } from '../../kit/page.tsx';
import { RefusalText } from '../../kit/refusal-text.tsx';
import { Loaded } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useApi } from '../../kit/use-api.ts';
import { named } from '../daily/names.ts';

const LOG_EVERY_MS = 5_000;
const SHOWN = 50;
const REQUEST_CHARACTERS_MAX = 120;
const CHANNELS = ['s2s', 'pixel', 'api', 'file'] as const;

/** What the screen reads of the intake log; the route answers more. */
interface Log {
  readonly results: readonly {
    readonly id: string;
    readonly received_at: string;
    readonly channel: string;
    readonly program: string | null;
    readonly order_id: string | null;
    readonly verdict: string;
    readonly result_code: string | null;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly method: string;
    readonly path: string;
  }[];
}
type Entry = Log['results'][number];

/** Every report of a program with what became of it; it renews itself. */
export function IntakeLog(props: {
  readonly program: string;
  readonly log: string;
  readonly onLog: (log: string) => void;
}) {
  const { t } = useTranslation('advertiser');
  const isProven = props.log !== 'unproven';
  const query = { program: props.program, quarantine: !isProven, limit: SHOWN };
  const log = useApi<Log>('/api/v1/intake', query, { every: LOG_EVERY_MS });
  const choices = [
    { value: 'proven', label: t('daily.integration.accepted') },
    { value: 'unproven', label: t('daily.integration.unproven') },
  ];
  return (
    <Section
      title={t('daily.integration.log')}
      lead={t(isProven ? 'daily.integration.logLead' : 'daily.integration.quarantine')}
      actions={
        <SegmentedControl
          aria-label={t('daily.integration.log')}
          data={choices}
          value={isProven ? 'proven' : 'unproven'}
          onChange={props.onLog}
        />
      }
    >
      <Loaded
        query={log}
        isEmpty={({ results }) => results.length === 0}
        empty={t(isProven ? 'daily.integration.none' : 'daily.integration.noneUnproven')}
      >
        {({ results }) => <Entries entries={results} />}
      </Loaded>
    </Section>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('advertiser');
  const channelOf = (channel: string): string => {
    const known = CHANNELS.find((each) => each === channel);
    return known === undefined ? channel : t(`daily.integration.channels.${known}`);
  };
  return (
    <DataTable
      caption={t('daily.integration.log')}
      columns={[
        {
          key: 'received',
          title: t('daily.integration.received'),
          isHeader: true,
          cell: (entry) => <When at={entry.received_at} />,
        },
        { key: 'channel', title: t('daily.integration.channel'), cell: ({ channel }) => channelOf(channel) },
        { key: 'order', title: t('daily.integration.order_id'), cell: (entry) => <OrderOf entry={entry} /> },
        {
          key: 'verdict',
          title: t('daily.integration.verdict'),
          cell: ({ verdict, result_code: code }) =>
            [named(t, 'intake', verdict), ...(code === null ? [] : [`(${code})`])].join(' '),
        },
        { key: 'why', title: t('daily.integration.why'), cell: (entry) => <WhyOf entry={entry} /> },
        {
          key: 'request',
          title: t('daily.integration.request'),
          cell: ({ method, path }) => <code>{`${method} ${path}`.slice(0, REQUEST_CHARACTERS_MAX)}</code>,
        },
      ]}
      rows={entries}
      rowKey={({ id }) => id}
    />
  );
}

function OrderOf({ entry: { program, order_id: order } }: { readonly entry: Entry }) {
  if (order === null || program === null) return order ?? '—';
  return (
    <TextLink to="/advertiser/orders/detail" search={{ program, order }}>
      {order}
    </TextLink>
  );
}

/** Of what was refused, the reason; what was taken needs none. */
function WhyOf({ entry: { verdict, detail } }: { readonly entry: Entry }) {
  const { detail: sentence, field, value } = detail;
  if (typeof sentence !== 'string') return <>—</>;
  return (
    <>
      <RefusalText code={verdict} detail={sentence} />
      {typeof field === 'string' && typeof value === 'string' ? <code>{`${field}: ${value}`}</code> : null}
    </>
  );
}
