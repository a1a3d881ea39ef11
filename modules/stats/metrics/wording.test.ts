import { describe, expect, test } from 'vitest';
import { decimal } from '../../../core/money/index.ts';
import { metricKeys } from './metrics.ts';
import { languages, metricText, preferredLanguage, wordingOf } from './wording.ts';

describe('a metric is written as people of the language write it', () => {
  test.each([
    { value: '299.00', unit: 'money_per_100_clicks', en: '299 ₽', ru: '299 ₽', es: '299 ₽' },
    { value: '12345.60', unit: 'money_per_100_clicks', en: '12,345.60 ₽', ru: '12 345,60 ₽', es: '12.345,60 ₽' },
    { value: '11.71', unit: 'percent', en: '11.71%', ru: '11,71 %', es: '11,71 %' },
    { value: '93.00', unit: 'percent', en: '93%', ru: '93 %', es: '93 %' },
    { value: '1', unit: 'days', en: '1 day', ru: '1 день', es: '1 día' },
    { value: '3.00', unit: 'days', en: '3 days', ru: '3 дня', es: '3 días' },
    { value: '30', unit: 'days', en: '30 days', ru: '30 дней', es: '30 días' },
  ] as const)('$value $unit', ({ value, unit, ...expected }) => {
    const metric = { value: decimal(value), unit, currency: unit === 'money_per_100_clicks' ? 'RUB' : null };
    for (const language of languages) expect(metricText(metric, language)).toBe(expected[language]);
  });

  test('in English a dollar stands before its amount', () => {
    const metric = { value: decimal('30.39'), unit: 'money_per_100_clicks', currency: 'USD' } as const;
    expect(languages.map((language) => metricText(metric, language))).toEqual(
      languages.map((language) => (language === 'en' ? '$30.39' : '30,39 $')),
    );
  });

  test('nothing to divide by is a dash', () => {
    for (const language of languages)
      expect(metricText({ value: null, unit: 'percent', currency: null }, language)).toBe('—');
  });
});

test('every metric has a label and a definition in every language (S-009)', () => {
  for (const language of languages) {
    for (const key of metricKeys) {
      const { label, definition } = wordingOf(key, language);
      expect(label.length).toBeGreaterThan(1);
      expect(definition).toMatch(/\.$/);
    }
  }
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ru', 'ru'],
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['de,en;q=0.5,ru;q=0.7', 'ru'],
  ['fr', 'en'],
  ['ru;q=0, es;q=0.1', 'es'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
