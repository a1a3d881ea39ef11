import { expect, it } from 'vitest';
import { RC } from '../../../core/commission/testing/examples.ts';
import { compiledProgram } from '../../../core/commission/testing/programs.ts';
import { randomOrder, seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { firstDifference } from './compare.ts';

it('the engine and the function written by hand decide the benchmark’s orders alike', () => {
  const compiled = compiledProgram(RC);
  const random = seededRandom(1);
  const orders = Array.from({ length: 3_000 }, (_, index) =>
    randomOrder(random, { terms: compiled.terms, orderId: `B${index}`, manner: 'plain' }),
  );
  expect(firstDifference(compiled, orders)).toBeNull();
});
