import { expect, test } from 'vitest';
import { ruleLines } from './rule-lines.ts';

const names = ['phones', 'tablets', 'desktops', 'clothing', 'shoes', 'toys'];
const table = [
  'rule category in CIS: pay by category {',
  ...names.map((name, place) => `    ${name} ${place}.15%`),
  '  } otherwise 2.70% as PAID',
].join('\n');
const shown = (category: string | null, rule = table) =>
  ruleLines(rule, category).map(({ text, isMeant }) => `${isMeant ? '>' : ' '}${text.trim()}`);

const [head, end] = [' rule category in CIS: pay by category {', '} otherwise 2.70% as PAID'];

test.each([
  ['clothing', [head, ' …', '>clothing 3.15%', ' …', ` ${end}`]],
  ['phones', [head, '>phones 0.15%', ' …', ` ${end}`]],
  ['toys', [head, ' …', '>toys 5.15%', ` ${end}`]],
  ['garden', [head, ' …', `>${end}`]],
  [null, [head, ' …', `>${end}`]],
])('of a long table the line of %s is marked and most others are left out', (category, lines) => {
  expect(shown(category)).toEqual(lines);
});

test('a rule without categories is shown whole', () => {
  expect(shown('toys', 'rule seller: pay 5%\n  as PAID')).toEqual([' rule seller: pay 5%', ' as PAID']);
});
