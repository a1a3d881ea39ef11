import { Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import type { WhyStoryLine } from '../../../../contract/wire/why.ts';
import { isSome } from '../../kit/decimals.ts';
import { Chapter } from './chapter.tsx';
import { LINES_TOLD_MAX } from './chapters.tsx';
import type { Telling } from './telling.ts';

interface Sum {
  readonly key: string;
  readonly what: string;
  readonly result: string;
  readonly strong?: boolean;
}

/** From the price to what is earned: each step with its numbers, as on paper. */
export function ArithmeticChapter(telling: Telling) {
  const { why, t, formats } = telling;
  const { lines, fx } = why.story;
  const told = lines.filter(
    ({ rate, rounded, earned, deducted }) => rate !== null || [rounded, earned, deducted].some(isSome),
  );
  const { currency } = why.commission;
  return (
    <Chapter id="why-money" title={t('why.money.title')}>
      {told.length === 0 ? <Text>{t('why.money.none')}</Text> : null}
      {told.slice(0, LINES_TOLD_MAX).map((line) => (
        <Stack key={line.line_id} gap={4}>
          {lines.length > 1 ? <Title order={3}>{t('why.money.line', { line: line.line_id })}</Title> : null}
          <Sums caption={t('why.money.line', { line: line.line_id })} sums={sumsOf(line, telling)} />
        </Stack>
      ))}
      {told.length > LINES_TOLD_MAX ? (
        <Text>{t('why.money.more', { count: told.length - LINES_TOLD_MAX })}</Text>
      ) : null}
      {told.length < 2 ? null : (
        <Text fw={650}>
          {t('why.money.total')}: {formats.money(why.commission.amount, currency)}
        </Text>
      )}
      {told.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {fx === null
            ? t('why.money.sameCurrency')
            : t('why.money.exchangeNote', { ...fx, rate: formats.number(fx.rate), day: formats.day(fx.day) })}
        </Text>
      )}
    </Chapter>
  );
}

function Sums({ caption, sums }: { readonly caption: string; readonly sums: readonly Sum[] }) {
  return (
    <Table className="why-sums" withRowBorders={false} verticalSpacing={4}>
      <VisuallyHidden component="caption">{caption}</VisuallyHidden>
      <Table.Tbody>
        {sums.map((sum) => (
          <Table.Tr key={sum.key} className={sum.strong === true ? 'why-sum-strong' : ''}>
            <Table.Th scope="row" fw={sum.strong === true ? 650 : 400}>
              {sum.what}
            </Table.Th>
            <Table.Td ta="right" className="figure">
              {sum.result}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sumsOf(line: WhyStoryLine, telling: Telling): Sum[] {
  const { why, t, formats } = telling;
  const ordered = why.story.price.currency;
  const accrued = why.commission.currency;
  const money = (amount: string) => formats.money(amount, ordered);
  const sums: Sum[] = [{ key: 'price', what: t('why.money.price'), result: money(line.price) }];
  if (line.refunded !== null) {
    sums.push({ key: 'refunded', what: t('why.money.refunded'), result: `− ${money(line.refunded)}` });
    sums.push({ key: 'kept', what: t('why.money.kept'), result: money(line.kept) });
  }
  if (line.status === 'pending' || line.status === 'approved') sums.push(...commissionOf(line, telling));
  if (isSome(line.deducted)) {
    sums.push({ key: 'deducted', what: t('why.money.deducted'), result: `− ${formats.money(line.deducted, accrued)}` });
  }
  sums.push({
    key: 'earned',
    what: line.status === 'pending' ? t('why.money.willEarn') : t('why.money.earned'),
    result: formats.money(line.earned, accrued),
    strong: true,
  });
  return sums;
}

/** Rate, rounding, cap, exchange: the two rounding steps of R-2 are told where they are. */
function commissionOf(line: WhyStoryLine, { why, t, formats }: Telling): Sum[] {
  const { price, terms, fx } = why.story;
  const money = (amount: string) => formats.money(amount, price.currency);
  const rounding = terms.rounding === null ? '' : t(`why.money.rounding.${terms.rounding}`);
  const sums: Sum[] = [];
  if (line.exact !== null && line.rate !== null) {
    const what = t('why.money.rate', { kept: money(line.kept), rate: formats.rate(line.rate) });
    sums.push({ key: 'rate', what, result: `${formats.number(line.exact)} ${price.currency}` });
  }
  if (line.exact !== line.rounded) {
    const what =
      line.exact === null ? t('why.money.fixed') : t('why.money.rounded', { currency: price.currency, rounding });
    sums.push({ key: 'rounded', what, result: money(line.rounded) });
  }
  sums.push(...capsOf(line, { why, t, formats }));
  if (fx !== null) {
    const parts = { amount: money(line.capped), rate: formats.number(fx.rate) };
    const what = line.converted_exact === null ? t('why.money.divided', parts) : t('why.money.exchange', parts);
    sums.push({
      key: 'exchange',
      what,
      result: `${formats.number(line.converted_exact ?? line.earned)} ${why.commission.currency}`,
    });
  }
  if (line.converted_exact !== null && line.converted_exact !== line.earned) {
    const what = t('why.money.rounded', { currency: why.commission.currency, rounding });
    sums.push({ key: 'earned-rounded', what, result: formats.money(line.earned, why.commission.currency) });
  }
  return sums;
}

function capsOf(line: WhyStoryLine, { why, t, formats }: Pick<Telling, 'why' | 't' | 'formats'>): Sum[] {
  const isCapped = line.rounded !== line.capped;
  const caps = why.story.terms.caps.filter(({ per }) => per === 'order' || per === 'line');
  return caps.map(({ per, amount, currency }) => {
    const cap = `${formats.money(amount, currency)} ${t(`why.money.per.${per}`)}`;
    const effect = isCapped ? t('why.money.capped') : t('why.money.notCapped');
    const result = formats.money(line.capped, why.story.price.currency);
    return { key: `cap-${per}`, what: `${t('why.money.cap', { cap })}: ${effect}`, result };
  });
}
