import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { sumOf } from '../../kit/values/decimals.ts';

type Expected = BalanceStates['expected'];

/** What may come in one week in one currency. */
export interface ExpectedWeek {
  readonly currency: string;
  /** Monday; `late` before today, `unknown` where no average tells. */
  readonly week: string | 'late' | 'unknown';
  readonly pending: string;
  readonly approved: string;
  readonly total: string;
  readonly actions: number;
}

const DAY_MS = 86_400_000;

/** The Monday of the week of a day. */
function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}

/** By currency and calendar week, earliest first; what was expected before this week comes first of all, what nobody can tell last. */
export function expectedWeeks(expected: Expected, now: number): readonly ExpectedWeek[] {
  const thisWeek = mondayOf(new Date(now).toISOString().slice(0, 10));
  const groups = new Map<string, Expected[number][]>();
  for (const each of expected) {
    const monday = each.from === null ? 'unknown' : mondayOf(each.from);
    const week = monday === 'unknown' || monday >= thisWeek ? monday : 'late';
    const key = `${each.currency} ${week}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const rank = (week: string) => (week === 'late' ? '0' : week === 'unknown' ? '9999' : week);
  return [...groups]
    .map(([key, members]) => {
      const [currency = '', week = ''] = key.split(' ');
      const of = (state: string) => sumOf(members.filter((each) => each.state === state).map(({ amount }) => amount));
      return {
        currency,
        week,
        pending: of('pending'),
        approved: of('approved'),
        total: sumOf(members.map(({ amount }) => amount)),
        actions: members.reduce((sum, { actions }) => sum + actions, 0),
      };
    })
    .sort((a, b) => (`${a.currency} ${rank(a.week)}` < `${b.currency} ${rank(b.week)}` ? -1 : 1));
}

/** The currency in which most orders are waited for: amounts of two currencies cannot be compared. Empty without any. */
export function mostOf(weeks: readonly ExpectedWeek[]): string {
  const orders = new Map<string, number>();
  for (const { currency, actions } of weeks) orders.set(currency, (orders.get(currency) ?? 0) + actions);
  const [most] = [...orders].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  return most?.[0] ?? '';
}
