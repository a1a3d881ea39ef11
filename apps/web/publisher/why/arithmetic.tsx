import { Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { isSome } from '../../kit/values/decimals.ts';
import { Chapter } from './chapter.tsx';
import { LINES_TOLD_MAX } from './chapters.tsx';
import { type Sum, sumsOf } from './sums.ts';
import type { Telling } from './telling.ts';

/** From the price to what is earned: each step with its numbers, as on paper. */
export function ArithmeticChapter(telling: Telling) {
  const { why, t, formats } = telling;
  const { lines, fx } = why.story;
  const told = lines.filter(
    ({ rate, rounded, earned, deducted, lost }) => rate !== null || [rounded, earned, deducted, lost].some(isSome),
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
            : t('why.money.exchangeNote', {
                one: formats.money('1', fx.base),
                rate: formats.money(fx.rate, fx.quote, { exact: true }),
                day: formats.day(fx.day),
              })}
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
