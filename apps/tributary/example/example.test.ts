import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decimal } from '../../../core/money/index.ts';
import { parseTerms } from '../../../core/terms/index.ts';
import { rc } from './people.ts';
import { dayMs, historyDays } from './plan.ts';
import { pricing } from './pricing.ts';
import { planTraffic } from './traffic.ts';

const now = Date.UTC(2026, 10, 22, 12);

async function plan() {
  const { terms } = parseTerms(await readFile(`programs/${rc}.terms`, 'utf8'));
  if (terms === null) throw new Error('the terms of the main program cannot be read');
  return planTraffic({ now, seed: 1, priceOf: pricing(terms, () => decimal('60.0000')) });
}

test('the same moment and seed plan the same traffic', async () => {
  expect(await plan()).toEqual(await plan());
});

test('the plan lies within its history, and every order follows the click that led to it', async () => {
  const { clicks, orders, events } = await plan();
  const start = now - historyDays * dayMs;
  expect(clicks.every(({ at }) => at >= start && at < now)).toBe(true);
  expect(events.every(({ at }) => at >= start && at < now)).toBe(true);
  for (const order of orders) {
    const click = order.click === null ? null : clicks[order.click];
    if (click) expect(order.at).toBeGreaterThan(click.at);
  }
});

test('the plan has the counts that the figures of the main program come from', async () => {
  const { clicks, orders } = await plan();
  const month = now - 30 * dayMs;
  const ofProgram = (each: { readonly at: number; readonly program: string }) =>
    each.program === rc && each.at >= month;
  expect(clicks.filter(ofProgram).filter(({ userAgent }) => !userAgent.includes('Googlebot'))).toHaveLength(10_000);
  expect(orders.filter(ofProgram)).toHaveLength(1_171);
});
