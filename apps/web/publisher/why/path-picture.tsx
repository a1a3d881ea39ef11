import { Text } from '@mantine/core';
import { sumOf } from '../../kit/values/decimals.ts';
import { named } from '../figures/names.ts';
import type { Telling } from './telling.ts';

interface Station {
  readonly key: string;
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly chapter: string;
}

/** The way of the money as a row of stations; each leads to its chapter below. */
export function PathPicture(telling: Telling) {
  const { t } = telling;
  return (
    <nav aria-label={t('why.path.label')}>
      <ol className="why-path">
        {stationsOf(telling).map((station, index) => (
          <li key={station.key}>
            {index === 0 ? null : <Arrow />}
            <a href={`#${station.chapter}`} className="why-station">
              <Text span size="xs" c="dimmed">
                {station.title}
              </Text>
              <Text span fw={650} className="figure">
                {station.value}
              </Text>
              <Text span size="xs" c="dimmed">
                {station.note}
              </Text>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** To the right on wide screens, downwards on narrow ones. */
function Arrow() {
  return (
    <svg className="why-arrow" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path
        d="M3 12h15m-5-6 6 6-6 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function stationsOf(telling: Telling): Station[] {
  const { why, t, formats } = telling;
  const { story } = why;
  const money = (amount: string, currency: string) => formats.money(amount, currency);
  return [
    originOf(telling),
    {
      key: 'order',
      title: t('why.path.order'),
      value: money(story.price.amount, story.price.currency),
      note: telling.day(story.ordered_at),
      chapter: 'why-order',
    },
    {
      key: 'rule',
      title: t('why.path.rule'),
      value: ratesOf(telling),
      note: [...new Set(why.lines.map(({ reason, notes }) => named(t, 'reason', pricedBy(reason, notes))))].join(', '),
      chapter: 'why-rule',
    },
    ...moneyStations(telling),
    {
      key: 'next',
      title: t('why.path.next'),
      value: t(`why.path.steps.${story.next.step}`),
      note: expectedOf(telling),
      chapter: 'why-next',
    },
  ];
}

/** A line that waits has what priced it among its notes. */
function pricedBy(reason: string, notes: readonly string[]): string {
  return notes.find((note) => note.startsWith('PAID_')) ?? reason;
}

function originOf({ why, t, country, day }: Telling): Station {
  const { click, coupon, owner } = why.story;
  const chapter = 'why-click';
  if (owner.by === 'coupon' && click === null) {
    return { key: 'click', title: t('why.path.coupon'), value: coupon ?? '—', note: '', chapter };
  }
  const known = click === null ? { value: '—', note: '' } : { value: country(click.country), note: day(click.at) };
  return { key: 'click', title: t('why.path.click'), ...known, chapter };
}

function ratesOf({ why, t, formats }: Telling): string {
  const rates = [...new Set(why.lines.flatMap(({ rate }) => rate ?? []))].map((rate) => formats.rate(rate));
  return rates.length === 0 ? t('why.path.noRate') : rates.join(' · ');
}

/** What it is worth in the currency of the order, and in that of the program. */
function moneyStations({ why, t, formats }: Telling): Station[] {
  const { lines, price, fx } = why.story;
  const live = lines.filter(({ status }) => status === 'pending' || status === 'approved');
  if (live.length === 0) return [];
  const isCapped = live.some(({ rounded, capped }) => rounded !== capped);
  const earned = formats.money(why.commission.amount, why.commission.currency);
  const note = isCapped ? t('why.path.capped') : '';
  const chapter = 'why-money';
  const title = t('why.path.commission');
  if (fx === null) {
    return [{ key: 'commission', title, value: earned, note, chapter }];
  }
  return [
    {
      key: 'commission',
      title,
      value: formats.money(sumOf(live.map(({ capped }) => capped)), price.currency),
      note,
      chapter,
    },
    {
      key: 'exchange',
      title: t('why.path.exchange'),
      value: earned,
      note: `${fx.base}/${fx.quote} ${formats.number(fx.rate)}`,
      chapter,
    },
  ];
}

function expectedOf({ why, day }: Telling): string {
  const { payment_expected_at: expected, paid_at: paid } = why.story.next;
  const at = paid ?? expected;
  return at === null ? '' : day(at);
}
