import { describe, expect, test } from 'vitest';
import { dayAtText, dayText, instantText, secondText } from './date-text.ts';

const AT = Date.parse('2022-09-05T21:07:09Z');

describe('one way to write days and times (S-130)', () => {
  test.each([
    ['en', '5 Sep 2022'],
    ['ru', '05.09.2022'],
    ['es', '05.09.2022'],
  ])('%s: %s', (language, text) => {
    expect(dayText(language, '2022-09-05')).toBe(text);
    expect(dayAtText(language, AT, 'UTC')).toBe(text);
    expect(instantText(language, AT, 'UTC')).toBe(`${text}, 21:07`);
    expect(secondText(language, AT, 'UTC')).toBe(`${text}, 21:07:09`);
  });

  test('an instant is told by the clock of the zone, midnight as 00', () => {
    expect(instantText('en', AT, 'Europe/Moscow')).toBe('6 Sep 2022, 00:07');
    expect(dayAtText('ru', AT, 'Europe/Moscow')).toBe('06.09.2022');
  });
});
