import { List, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../../../contract/wire/ledger.ts';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { sayingOf } from '../../kit/values/saying.ts';
import { Facts } from '../look/facts.tsx';
import { useProgramNames } from '../look/program-select.tsx';
import { reasonText } from './reason-text.ts';

/** One entry: its postings, what caused it, the decision behind it, its seal. */
export function EntryPage() {
  const { t } = useTranslation('operator');
  const { id = '' } = useParams({ strict: false });
  const entry = useApi<LedgerEntry>(`/api/v1/ledger/entries/${id}`);
  const title = entry.data === undefined ? t('ledger.entry') : t(`ledger.entryKinds.${entry.data.kind}`);
  return (
    <Page title={title} lead={<TextLink to="/operator/ledger">{t('ledger.backEntries')}</TextLink>}>
      <Loaded query={entry}>
        {(found) => (
          <Stack gap="xl">
            <Postings entry={found} />
            <Origin entry={found} />
            {found.program === null || found.order_id === null ? null : (
              <Decision program={found.program} orderId={found.order_id} />
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

type Posting = LedgerEntry['postings'][number];

function Postings({ entry }: { readonly entry: LedgerEntry }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<Posting>[] = [
    {
      key: 'account',
      title: t('ledger.account'),
      cell: ({ account }) => (
        <TextLink to="/operator/ledger/accounts/$id" params={{ id: account.id }}>
          {t(`ledger.kinds.${account.kind}`)}
        </TextLink>
      ),
      isHeader: true,
    },
    {
      key: 'holder',
      title: t('ledger.holder'),
      cell: ({ account }) => account.organisation?.name ?? t('ledger.network'),
    },
    {
      key: 'amount',
      title: t('ledger.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} sign />,
      align: 'right',
    },
  ];
  const sums = (
    <Stack gap={0} align="flex-end">
      {entry.sums.map(({ amount, currency }) => (
        <Money key={currency} amount={amount} currency={currency} />
      ))}
    </Stack>
  );
  return (
    <Section title={t('ledger.postings')}>
      <DataTable
        caption={t('ledger.postings')}
        columns={columns}
        rows={entry.postings}
        rowKey={(row) => row.posting}
        total={{ account: t('ledger.sums'), amount: sums }}
      />
    </Section>
  );
}

function Origin({ entry }: { readonly entry: LedgerEntry }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const programName = useProgramNames([entry.program]);
  const { exchange, seal, reverses, reversed_by: reversedBy } = entry;
  const rateSource = (source: string): string => {
    const day = /^internal rate of (.+)$/.exec(source)?.[1];
    if (day !== undefined) return t('ledger.rateOf', { day: formats.day(day) });
    return source === 'terms of the program' ? t('ledger.rateOfTerms') : source;
  };
  const sourceName = (source: string): string =>
    t(`ledger.causes.${source}` as 'ledger.causes.decision', { defaultValue: source });
  const stated = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);
  return (
    <Section title={t('ledger.cause')}>
      <Facts
        facts={[
          { name: t('ledger.recorded'), value: <When at={entry.recorded_at} /> },
          { name: t('ledger.effective'), value: <When at={entry.effective_at} /> },
          {
            name: t('ledger.cause'),
            value: (
              <>
                {sourceName(entry.cause.source)} <span className="hash">{entry.cause.event_id}</span>
              </>
            ),
          },
          ...stated(t('common.program'), entry.program === null ? null : programName(entry.program)),
          ...stated(t('ledger.order'), entry.order_id),
          ...stated(t('ledger.reason'), reasonText(t, entry.reason)),
          ...stated(t('ledger.event'), entry.event),
          ...stated(
            t('ledger.revision'),
            entry.revision === null ? null : t('ledger.revisionOf', { revision: entry.revision }),
          ),
          ...stated(t('ledger.terms'), entry.terms_version),
          ...stated(t('ledger.rule'), entry.rule),
          ...stated(
            t('ledger.exchange'),
            exchange === null ? null : t('ledger.exchangeFrom', { ...exchange, source: rateSource(exchange.source) }),
          ),
          ...(reverses === null ? [] : [{ name: t('ledger.reverses'), value: <EntryLink id={reverses} /> }]),
          ...reversedBy.map((id) => ({ name: t('ledger.reversedBy'), value: <EntryLink id={id} /> })),
          {
            name: t('ledger.seal'),
            value:
              seal === null ? (
                t('ledger.noSeal')
              ) : (
                <>
                  {t('ledger.sealAt', { position: formats.number(seal.position), when: formats.instant(seal.at) })}
                  <br />
                  <span className="hash">{seal.hash}</span>
                </>
              ),
          },
          { name: t('ledger.contentHash'), value: <span className="hash">{entry.content_hash}</span> },
        ]}
      />
    </Section>
  );
}

function EntryLink({ id }: { readonly id: string }) {
  return (
    <TextLink to="/operator/ledger/entries/$id" params={{ id }} className="hash">
      {id}
    </TextLink>
  );
}

/** What the decision says in words; the present one of the order, which may be later than the entry. */
function Decision({ program, orderId }: { readonly program: string; readonly orderId: string }) {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  const name = `${encodeURIComponent(program)}/${encodeURIComponent(orderId)}`;
  const why = useApi<WhyAnswer>(`/api/v1/orders/${name}/why`, { language: i18n.resolvedLanguage });
  return (
    <Section title={t('ledger.why')}>
      <Loaded query={why}>
        {(found) => (
          <Stack gap="xs">
            <Text size="sm" c="dimmed">
              {t('ledger.whyNow', { revision: found.revision })}
            </Text>
            <List size="sm" type="ordered">
              {found.sentences.map((sentence) => (
                <List.Item key={sentence}>{sayingOf(found, formats)(sentence)}</List.Item>
              ))}
            </List>
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
