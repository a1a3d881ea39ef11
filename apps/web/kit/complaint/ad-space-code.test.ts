import { expect, test } from 'vitest';
import { adSpaceCodeIn } from './ad-space-code.ts';

const link = 'k3x9q0z7mp0123456789fedcba9876';

test.each([
  [`https://go.example.test/g/${link}`, '0123456789'],
  [` https://go.example.test/g/${link}/?subid=spring&ulp=https%3A%2F%2Fshop.test `, '0123456789'],
  ['0123456789', '0123456789'],
  [' 0123ABCDEF\n', '0123abcdef'],
  // Longer than a link's code: nothing is cut out of it.
  [`https://go.example.test/g/${link}0`, `https://go.example.test/g/${link}0`],
  ['their page', 'their page'],
])('%s is of the ad space %s', (text, code) => {
  expect(adSpaceCodeIn(text)).toBe(code);
});
