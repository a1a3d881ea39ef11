import { expect, test } from 'vitest';
import { dayText } from '../../../../contract/date-text.ts';
import { readDay, readTime } from './read-day.ts';

test.each([
  ['en', '16 Aug 2022', '2022-08-16'],
  ['en', 'August 16, 2022', '2022-08-16'],
  ['en', '2022-08-16', '2022-08-16'],
  ['en', '16.08.2022', '2022-08-16'],
  ['en', '16/08/2022', '2022-08-16'],
  ['en', '3/4/2022', null],
  ['ru', '3/4/2022', '2022-04-03'],
  ['ru', '16.08.2022', '2022-08-16'],
  ['ru', '16 августа 2022 г.', '2022-08-16'],
  ['ru', '1 мая 2022', '2022-05-01'],
  ['ru', '1 май 2022', '2022-05-01'],
  ['es', '16 de agosto de 2022', '2022-08-16'],
  ['es', '1 sept 2022', '2022-09-01'],
  ['es', ' 1  ene  2022 ', '2022-01-01'],
  ['en', '31 Jun 2022', null],
  ['en', '29.02.2023', null],
  ['en', '29.02.2024', '2024-02-29'],
  ['en', '16 Aug 22', null],
  ['en', '16.08.202', null],
  ['en', '16 xyz 2022', null],
  ['en', 'today', null],
  ['en', '', null],
])('%s: %j is %s', (language, typed, day) => {
  expect(readDay(typed, language)).toBe(day);
});

test('each day is read as it is written', () => {
  for (const language of ['en', 'ru', 'es']) {
    for (let month = 0; month < 12; month += 1) {
      const day = new Date(Date.UTC(2022, month, 28)).toISOString().slice(0, 10);
      expect(readDay(dayText(language, day), language)).toBe(day);
    }
  }
});

test.each([
  ['9:05', '09:05'],
  ['0905', '09:05'],
  ['23.59', '23:59'],
  ['24:00', null],
  ['9', null],
])('%s o’clock is %s', (typed, time) => {
  expect(readTime(typed)).toBe(time);
});
