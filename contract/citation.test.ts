import { expect, test } from 'vitest';
import { citation, citedText } from './citation.ts';
import { words as english } from './words/en/conduct.ts';
import { words as spanish } from './words/es/conduct.ts';
import { words as russian } from './words/ru/conduct.ts';

const cited = citation({ rule: 'damage', ruleNumber: 7, rulesVersion: 3 });
const bare = citation({ rule: 'pop', ruleNumber: null, rulesVersion: null });

test('what a record cites is told in the language of its reader, with what was said as it is', () => {
  const event = `abnormal_order: ${cited}. He bought for himself.`;
  expect(citedText(event, russian)).toBe(
    'Правило 7: Ущерб или ответственность (версия 3 правил). He bought for himself.',
  );
  expect(citedText(event, spanish)).toMatch(/^Regla 7: .+ \(versión 3 de las reglas\)\. He bought for himself\.$/);
  expect(citedText(`${cited}: Two\nlines: of it.`, english)).toMatch(
    /^Rule 7: .+ \(version 3 of the rules\)\. Two\nlines: of it\.$/,
  );
  expect(citedText(`${bare}: Often.`, russian)).toBe('Правило: Всплывающие окна. Often.');
});

test('any other reason stays', () => {
  for (const reason of ['The buyer did not pay.', 'rule of thumb', 'rule 7', ''])
    expect(citedText(reason, russian)).toBe(reason);
});
