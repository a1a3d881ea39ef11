import { List } from '@mantine/core';
import type { WhyStoryEvent } from '../../../../contract/wire/why.ts';
import { named } from '../figures/names.ts';
import { Chapter } from './chapter.tsx';
import type { Telling } from './telling.ts';

/** What came after the order and changed it, in words; nothing where nothing came. */
export function EventsChapter(telling: Telling) {
  const { why, t } = telling;
  const { events } = why.story;
  if (events.length === 0) return null;
  return (
    <Chapter id="why-events" title={t('why.events.title')}>
      <List size="sm">
        {events
          .map((event, place) => ({ event, place }))
          .map(({ event, place }) => (
            <List.Item key={place}>{eventText(event, telling)}</List.Item>
          ))}
      </List>
    </Chapter>
  );
}

export function eventText(event: WhyStoryEvent, telling: Telling): string {
  const { why, t, at, formats } = telling;
  const when = at(event.at);
  const lines = formats.list((event.lines ?? []).map((line) => lineText(event.type, line, telling)));
  const violation = named(t, 'reason', event.violation ?? '');
  switch (event.type) {
    case 'goods_received':
    case 'closed':
      return t(`why.events.${event.type}`, {
        at: when,
        event: named(t, 'confirmation', why.story.terms.confirmation ?? ''),
      });
    case 'refunded':
      return event.lines === null
        ? t('why.events.refunded', { at: when })
        : t('why.events.refundedLines', { at: when, lines });
    case 'violation':
      return event.lines === null
        ? t('why.events.violation', { at: when, violation })
        : t('why.events.violationLines', { at: when, violation, lines });
    case 'corrected':
      return t('why.events.corrected', { at: when, lines });
  }
}

type Line = NonNullable<WhyStoryEvent['lines']>[number];

function lineText(type: WhyStoryEvent['type'], { line_id: line, amount, before }: Line, telling: Telling): string {
  const { why, t, formats } = telling;
  const money = (text: string) => formats.money(text, why.story.price.currency);
  if (type === 'violation') return t('why.events.line', { line });
  if (amount === null) return t('why.events.lineWhole', { line });
  if (type === 'refunded') return t('why.events.linePart', { line, amount: money(amount) });
  if (before === null) return t('why.events.lineAdded', { line, amount: money(amount) });
  if (before === amount) return t('why.events.lineSame', { line, amount: money(amount) });
  return t('why.events.lineChanged', { line, amount: money(amount), before: money(before) });
}
