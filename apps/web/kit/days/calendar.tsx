import './days.css';
import { ActionIcon, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../values/format.ts';
import { plusMonths, stepFrom, weeksOf } from './month.ts';

interface CalendarProps {
  /** The day that is chosen; empty: none. */
  readonly value: string;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly onChoose: (day: string) => void;
}

const today = (): string => new Date().toISOString().slice(0, 10);
/** A week from its Monday on, to name its days by. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => Date.UTC(2022, 7, day));

/** A month to choose a day from; arrows move by days and weeks, Page Up and Down by months, with Shift by years. */
export function Calendar({ value, min = '', max = '9999-12-31', onChoose }: CalendarProps) {
  const { t, i18n } = useTranslation('frame');
  const formats = useFormats();
  const within = (day: string): string => (day < min ? min : day > max ? max : day);
  const [day, setDay] = useState(() => within(value === '' ? today() : value));
  const grid = useRef<HTMLTableElement>(null);
  const isMoving = useRef(true);
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  }, [day]);
  const named = naming(i18n.resolvedLanguage ?? 'en');
  const move = (event: KeyboardEvent): void => {
    const next = stepFrom(day, event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    isMoving.current = true;
    setDay(within(next));
  };
  const turn = (months: number) => setDay(within(plusMonths(day, months)));
  const month = named({ month: 'long', year: 'numeric' }).format(Date.parse(day));
  return (
    <div className="calendar">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Turn label={t('day.monthBefore')} sign="‹" onClick={() => turn(-1)} />
        <Text fw={600} aria-live="polite">
          {month}
        </Text>
        <Turn label={t('day.monthAfter')} sign="›" onClick={() => turn(1)} />
      </Group>
      <table ref={grid} aria-label={month}>
        <thead>
          <tr>
            {WEEKDAYS.map((at) => (
              <th key={at} scope="col" abbr={named({ weekday: 'long' }).format(at)}>
                {named({ weekday: 'short' }).format(at)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(day).map((week) => (
            <tr key={week[0]}>
              {week.map((each) => (
                <td key={each}>
                  {each.startsWith(day.slice(0, 7)) ? (
                    <button
                      type="button"
                      data-day={each}
                      tabIndex={each === day ? 0 : -1}
                      disabled={each !== within(each)}
                      aria-pressed={each === value}
                      aria-current={each === today() ? 'date' : undefined}
                      aria-label={`${named({ weekday: 'long' }).format(Date.parse(each))}, ${formats.day(each)}`}
                      onKeyDown={move}
                      onClick={() => onChoose(each)}
                    >
                      {Number(each.slice(8))}
                    </button>
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const naming = (language: string) => (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });

function Turn(props: { readonly label: string; readonly sign: string; readonly onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={props.label} onClick={props.onClick}>
      <span aria-hidden="true">{props.sign}</span>
    </ActionIcon>
  );
}
