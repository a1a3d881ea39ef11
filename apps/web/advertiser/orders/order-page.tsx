import { Button, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { DecisionHistory } from '../../kit/history/decision-history.tsx';
import { useNotApplied, useReason } from '../../kit/history/refusal-text.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { sayingOf } from '../../kit/values/saying.ts';
import { named } from '../daily/names.ts';
import { orderStatusOf } from '../daily/order-status.tsx';
import { useZoneOf } from '../daily/program-choice.tsx';
import { OrderFacts } from './order-facts.tsx';
import { OrderLines } from './order-lines.tsx';
import type { OrderRead } from './order-read.ts';
import { OrderTrace } from './order-trace.tsx';
import { OrderVerdict } from './order-verdict.tsx';

/** One order: lines, decision, why, what happened to it; `?program=…&order=…` names it. */
export function OrderPage() {
  const { t, i18n } = useTranslation('advertiser');
  const { values } = useAddress({ program: '', order: '' });
  const name = `${encodeURIComponent(values.program)}/${encodeURIComponent(values.order)}`;
  const enabled = values.program !== '' && values.order !== '';
  const order = useApi<OrderRead>(`/api/v1/orders/${name}`, {}, { enabled });
  const language = i18n.resolvedLanguage ?? 'en';
  const why = useApi<WhyAnswer>(`/api/v1/orders/${name}/why`, { language }, { enabled });
  const isThere = order.data !== undefined;
  return (
    <Page
      title={t('daily.order.title', { order: values.order })}
      lead={t('daily.order.lead')}
      actions={<TextLink to="/advertiser/orders">{t('daily.order.back')}</TextLink>}
    >
      {enabled ? (
        <Loaded query={order}>{(found) => <Order order={found} />}</Loaded>
      ) : (
        <Empty>{t('daily.order.unnamed')}</Empty>
      )}
      {enabled && isThere ? <Loaded query={why}>{(found) => <Why why={found} />}</Loaded> : null}
    </Page>
  );
}

function Order({ order }: { readonly order: OrderRead }) {
  const zoneOf = useZoneOf();
  return (
    <Stack gap="xl">
      <OrderFacts order={order} />
      <OrderVerdict order={order} />
      <OrderLines order={order} />
      <Events events={order.events} zone={zoneOf(order.program)} />
    </Stack>
  );
}

function Events({ events, zone }: Pick<OrderRead, 'events'> & { readonly zone: string }) {
  const { t } = useTranslation('advertiser');
  const because = useNotApplied();
  const said = useReason();
  if (events.length === 0)
    return (
      <Section title={t('daily.order.events')}>
        <Text size="sm">{t('daily.order.noEvents')}</Text>
      </Section>
    );
  return (
    <Section title={t('daily.order.events')}>
      <DataTable
        caption={t('daily.order.events')}
        columns={[
          { key: 'event', title: t('daily.order.event'), isHeader: true, cell: ({ type }) => named(t, 'event', type) },
          { key: 'at', title: t('daily.order.at'), cell: ({ at }) => <When at={at} zone={zone} /> },
          {
            key: 'reason',
            title: t('daily.order.reason'),
            cell: ({ reason }) => (reason === null ? '—' : said(reason)),
          },
          {
            key: 'counts',
            title: t('daily.order.counts'),
            cell: ({ applied, not_applied_because: why }) =>
              applied ? t('daily.orders.yes') : t('daily.order.notCounted', { why: because(why ?? '') }),
          },
        ]}
        rows={events}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}

function Why({ why }: { readonly why: WhyAnswer }) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const zoneOf = useZoneOf();
  const said = sayingOf(why, useFormats());
  const [open, setOpen] = useState(false);
  return (
    <Stack gap="xl">
      {why.decisions.length < 2 ? null : (
        <Section title={frame('decisions.title')}>
          <DecisionHistory
            decisions={why.decisions}
            zone={zoneOf(why.program)}
            eventName={(type) => named(t, 'event', type)}
            status={orderStatusOf}
          />
        </Section>
      )}
      <Section title={t('daily.order.sentences')}>
        <List size="sm" spacing={4}>
          {why.sentences.map((sentence) => (
            <List.Item key={sentence}>
              <Text size="sm">{said(sentence)}</Text>
            </List.Item>
          ))}
        </List>
      </Section>
      <Section
        title={t('daily.order.trace')}
        actions={
          <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'daily.order.hideTrace' : 'daily.order.showTrace')}
          </Button>
        }
      >
        {open ? <OrderTrace why={why} /> : null}
      </Section>
    </Stack>
  );
}
