import { Alert, Text } from '@mantine/core';
import type { WhyElsewhere, WhyPosting } from '../../../../contract/wire/why.ts';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { sumsByCurrency } from '../../kit/values/decimals.ts';
import { named } from '../figures/names.ts';
import { Chapter } from './chapter.tsx';
import type { Telling } from './telling.ts';

export function LedgerChapter({ why, t, formats }: Telling) {
  const zone = why.story.terms.time_zone;
  const columns: readonly Column<WhyPosting>[] = [
    { key: 'when', title: t('why.ledger.when'), cell: (row) => <When at={row.effective_at} zone={zone} /> },
    { key: 'what', title: t('why.ledger.what'), cell: (row) => named(t, 'entry', row.kind), isHeader: true },
    ...(why.lines.length < 2
      ? []
      : [{ key: 'line', title: t('why.ledger.line'), cell: (row: WhyPosting) => row.line_id ?? '—' }]),
    { key: 'account', title: t('why.ledger.account'), cell: (row) => named(t, 'account', row.account) },
    {
      key: 'reason',
      title: t('why.ledger.reason'),
      cell: (row) => (row.reason === null ? '—' : named(t, 'reason', row.reason)),
    },
    {
      key: 'amount',
      title: t('why.ledger.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} sign />,
      align: 'right',
    },
  ];
  return (
    <Chapter id="why-ledger" title={t('why.ledger.title')}>
      {why.postings.length === 0 ? (
        <Text>{t('why.ledger.none')}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('why.ledger.lead')}
          </Text>
          <DataTable
            caption={t('why.ledger.title')}
            columns={columns}
            rows={why.postings}
            rowKey={(row) => `${row.entry_id} ${row.account} ${row.amount}`}
          />
          <Text>
            {t('why.ledger.sums', {
              balance: sumsText('publisher_balance', why.postings, formats),
              hold: sumsText('publisher_hold', why.postings, formats),
            })}
          </Text>
        </>
      )}
    </Chapter>
  );
}

/** What is on an account because of the order, once all its entries are added up. */
function sumsText(account: string, postings: readonly WhyPosting[], formats: Telling['formats']): string {
  const sums = sumsByCurrency(
    postings.map((row) => ({ ...row, amount: row.account === account ? row.amount : '0.00' })),
  );
  return formats.list(sums.map(({ amount, currency }) => formats.money(amount, currency)));
}

export function NextChapter(telling: Telling) {
  const { why, t, day } = telling;
  const { next, terms } = why.story;
  return (
    <Chapter id="why-next" title={t('why.next.title')}>
      <Text>
        {t(`why.next.${next.step}`, {
          event: named(t, 'confirmation', terms.confirmation ?? ''),
          date: next.paid_at === null ? '' : day(next.paid_at),
        })}
      </Text>
      <Expectation {...telling} />
    </Chapter>
  );
}

/** When it may be expected: averages of the program, with the date that follows for this order. */
function Expectation({ why, t, day }: Telling) {
  const { next } = why.story;
  const waits = next.step === 'receipt' || next.step === 'held' || next.step === 'payment';
  if (!waits) return null;
  const now = Date.now();
  const isLate = (at: string | null) => at !== null && Date.parse(at) < now;
  const { decision_expected_at: decision, payment_expected_at: payment } = next;
  if (decision === null && payment === null) return <Text>{t('why.next.unknown')}</Text>;
  return (
    <>
      {decision === null || next.processing_days === null ? null : (
        <Text>
          {t('why.next.decision', { count: next.processing_days, date: day(decision) })}{' '}
          {isLate(decision) ? t('why.next.late') : ''}
        </Text>
      )}
      {payment === null || next.payment_days === null ? null : (
        <Text>
          {t('why.next.money', { count: next.payment_days, date: day(payment) })}{' '}
          {isLate(payment) ? t('why.next.late') : ''}
        </Text>
      )}
      {next.overdue_at === null ? null : <Text>{t('why.next.overdue', { date: day(next.overdue_at) })}</Text>}
    </>
  );
}

/** What the joined program would have paid for the same order (S-113). */
export function ElsewhereChapter({ why, t, formats }: Telling) {
  const told = ({ name, status, here, there }: WhyElsewhere): string => {
    if (status === 'unresolved') return t('why.elsewhere.unresolved', { program: name });
    const amounts = {
      program: name,
      here: formats.money(here.amount, here.currency),
      there: formats.money(there.amount, there.currency),
    };
    const difference = Number(there.amount) - Number(here.amount);
    if (difference === 0) return t('why.elsewhere.same', amounts);
    return difference > 0 ? t('why.elsewhere.more', amounts) : t('why.elsewhere.less', amounts);
  };
  return why.story.elsewhere.map((each) => (
    <Chapter key={each.program} id={`why-in-${each.program}`} title={t('why.elsewhere.title', { program: each.name })}>
      <Alert variant="light" color={each.status === 'unresolved' ? 'gray' : 'river'}>
        {told(each)}
      </Alert>
      <Text size="sm" c="dimmed">
        {t('why.elsewhere.note', { program: each.name })}
      </Text>
    </Chapter>
  ));
}
