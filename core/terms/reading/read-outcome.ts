import { compareDecimals, type Decimal, formatDecimal } from '../../money/decimal.ts';
import type { CategoryRate, FixedReward, Outcome, PercentSource, Position, Reward, VolumeTier } from '../model.ts';
import { lineOf, quote, suggest } from '../problem.ts';
import { reasons } from '../reasons.ts';
import type { Cursor } from './cursor.ts';
import { outcomeWords } from './vocabulary.ts';

const knownReasons: ReadonlySet<string> = new Set(reasons);

/** What a rule decides, with its reason. */
export function readOutcome(cursor: Cursor): Outcome {
  const position = cursor.position;
  if (cursor.accept('pay')) return { kind: 'pay', reward: readReward(cursor), reason: readReason(cursor), position };
  if (cursor.accept('no reward')) return { kind: 'no-reward', reason: readReason(cursor), position };
  if (cursor.accept('decline')) return { kind: 'decline', reason: readReason(cursor), position };
  if (cursor.accept('unresolved')) return { kind: 'unresolved', reason: readReason(cursor), position };
  if (cursor.accept('not attributed')) return { kind: 'not-attributed', reason: readReason(cursor), position };
  const token = cursor.token;
  return cursor.unexpected('an outcome', () => suggest(token.text, outcomeWords));
}

function readReason(cursor: Cursor): string {
  cursor.expect('as', 'State the reason that is shown: as PAID_RATE.');
  const position = cursor.position;
  const reason = cursor.name('a reason');
  if (!knownReasons.has(reason)) {
    cursor.problems.error('unknown_reason', position, `${quote(reason)} is no reason of the list.`, () =>
      suggest(reason, reasons),
    );
  }
  return reason;
}

function readReward(cursor: Cursor): Reward {
  let percent: PercentSource | null = null;
  const fixed: FixedReward[] = [];
  do {
    const position = cursor.position;
    if (cursor.token.kind === 'number' && !isPercentAhead(cursor)) {
      fixed.push(readFixed(cursor));
      continue;
    }
    const source = readPercentSource(cursor);
    if (percent !== null) {
      cursor.fail(
        'unexpected_text',
        position,
        'A reward has one percentage.',
        'Add fixed amounts with "plus", or write one sum.',
      );
    }
    percent = source;
  } while (cursor.accept('plus'));
  return { percent, fixed };
}

/** A percentage and an amount both begin with a number; a decimal comma is left to the reader of percentages to explain. */
function isPercentAhead(cursor: Cursor): boolean {
  const next = cursor.tokenAt(1);
  return next.kind === 'sign' || next.kind === 'end';
}

function readFixed(cursor: Cursor): FixedReward {
  const amount = cursor.amount('The fixed reward');
  cursor.expect('per', 'Say what is paid for: per order, per line or per unit.');
  for (const per of ['order', 'line', 'unit'] as const) {
    if (cursor.accept(per)) return { amount, per };
  }
  return cursor.unexpected('"order", "line" or "unit"', 'Say what is paid for: per order, per line or per unit.');
}

function readPercentSource(cursor: Cursor): PercentSource {
  if (cursor.accept('seller rate')) return { kind: 'seller-rate' };
  if (cursor.accept('hot rate')) return { kind: 'hot-rate' };
  if (cursor.accept('by category')) return readByCategory(cursor);
  if (cursor.accept('by volume')) return readByVolume(cursor);
  if (cursor.token.kind === 'number') return { kind: 'stated', percent: cursor.percent('The rate') };
  const remedy = 'Write 2.50%, seller rate, hot rate, by category { … }, by volume … { … } or 10.00 USD per order.';
  return cursor.unexpected('a reward', remedy);
}

function readByCategory(cursor: Cursor): PercentSource {
  const start = cursor.position;
  cursor.expectSign('{', 'List the categories in braces: by category { tablets 1.15% }.');
  const rates: CategoryRate[] = [];
  const seen = new Map<string, CategoryRate>();
  while (!cursor.acceptSign('}')) {
    const position = cursor.position;
    const category = cursor.value('a category');
    const rate = { category, percent: cursor.percent(`The rate of ${quote(category)}`), position };
    cursor.acceptSign(',');
    const earlier = seen.get(category);
    if (earlier === undefined) {
      seen.set(category, rate);
      rates.push(rate);
    } else refuseSecondRate(cursor, earlier, rate);
  }
  return { kind: 'by-category', rates, otherwise: readOtherwise(cursor, start) };
}

/** Never decided at random (BAD-70): both lines are named. */
function refuseSecondRate(cursor: Cursor, first: CategoryRate, second: CategoryRate): void {
  const name = quote(first.category);
  if (compareDecimals(first.percent, second.percent) === 0) {
    const message = `Category ${name} stands here and on ${lineOf(first.position)}.`;
    cursor.problems.error('duplicate_entry', second.position, message, 'Remove one of them.', [first.position]);
    return;
  }
  const message =
    `Category ${name} has ${formatDecimal(second.percent)}% on ${lineOf(second.position)} ` +
    `and ${formatDecimal(first.percent)}% on ${lineOf(first.position)}.`;
  cursor.problems.error('conflicting_rules', second.position, message, 'Keep the one that is meant.', [first.position]);
}

function readOtherwise(cursor: Cursor, start: Position): Decimal | null {
  if (!cursor.accept('otherwise')) {
    const remedy = 'Add "otherwise 2.70%", or "otherwise unstated" to leave such lines undecided.';
    cursor.problems.error('fallback_missing', start, 'Nothing is said about categories that are not named.', remedy);
    return null;
  }
  return cursor.accept('unstated') ? null : cursor.percent('The rate of other categories');
}

function readByVolume(cursor: Cursor): PercentSource {
  cursor.expect('per', 'Name the period: by volume per month of orders.');
  const per = cursor.accept('month') ? 'month' : cursor.accept('day') ? 'day' : null;
  if (per === null)
    return cursor.unexpected('"month" or "day"', 'Volume is counted per calendar month or day of the program.');
  cursor.expect('of', 'Say what is counted: of orders, or of amount.');
  const counts = cursor.accept('orders') ? 'orders' : cursor.accept('amount') ? 'amount' : null;
  if (counts === null)
    return cursor.unexpected('"orders" or "amount"', 'Say what is counted: of orders, or of amount.');
  return { kind: 'by-volume', per, counts, tiers: readTiers(cursor) };
}

function readTiers(cursor: Cursor): VolumeTier[] {
  const start = cursor.position;
  cursor.expectSign('{', 'List the tiers in braces: { from 0: 4%, from 10: 6% }.');
  const tiers: VolumeTier[] = [];
  while (!cursor.acceptSign('}')) {
    const position = cursor.position;
    cursor.expect('from', 'Begin each tier with its lower bound: from 10: 6%.');
    const from = cursor.decimal('the bound of the tier');
    cursor.expectSign(':', 'Write a colon between bound and rate: from 10: 6%.');
    const tier = { from, percent: cursor.percent('The rate of the tier'), position };
    cursor.acceptSign(',');
    checkAscending(cursor, tiers.at(-1), tier);
    tiers.push(tier);
  }
  const [first] = tiers;
  if (first === undefined || first.from.digits !== 0n) {
    const position = first?.position ?? start;
    cursor.problems.error(
      'fallback_missing',
      position,
      'No tier begins at 0.',
      'Begin with "from 0:", so that every volume has a rate.',
    );
  }
  return tiers;
}

function checkAscending(cursor: Cursor, previous: VolumeTier | undefined, tier: VolumeTier): void {
  if (previous === undefined || compareDecimals(previous.from, tier.from) < 0) return;
  const message = `The tier from ${formatDecimal(tier.from)} follows the tier from ${formatDecimal(previous.from)}.`;
  cursor.problems.error('tiers_not_ascending', tier.position, message, 'Order the tiers by their bounds, each once.', [
    previous.position,
  ]);
}
