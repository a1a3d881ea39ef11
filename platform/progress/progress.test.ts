import { expect, test } from 'vitest';
import { startProgress } from './index.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  const time = { now: 0 };
  const output = { isTTY, columns: 100, write: (text: string) => written.push(text) };
  return { written, time, options: { label: 'importing', unit: 'orders', output, now: () => time.now } };
}

test('a terminal sees a bar that repaints itself and ends full', () => {
  const { written, time, options } = recorder(true);
  const progress = startProgress({ ...options, total: 1000 });
  progress.update(1);
  expect(written).toEqual([]);
  time.now = 2000;
  progress.update(250);
  expect(written).toEqual([`\r\u001b[2Kimporting ${'█'.repeat(6)}${'░'.repeat(18)} 25 % 250/1,000 orders, 2 s`]);
  progress.update(1000);
  progress.finish();
  expect(written.at(-2)).toContain('100 % 1,000/1,000 orders');
  expect(written.at(-1)).toBe('\n');
});

test('an unknown total shows the count', () => {
  const { written, time, options } = recorder(true);
  const progress = startProgress(options);
  time.now = 500;
  progress.update(4200);
  expect(written).toEqual(['\r\u001b[2Kimporting 4,200 orders, 0 s']);
});

test('a log file gets a plain line now and then, and nothing for short work', () => {
  const { written, time, options } = recorder(false);
  const progress = startProgress({ ...options, total: 10 });
  for (time.now = 0; time.now < 30_000; time.now += 1000) {
    progress.update(Math.floor(time.now / 3000));
  }
  progress.finish();
  expect(written).toHaveLength(2);
  expect(written[0]).toMatch(/^importing .* 30 % 3\/10 orders, 10 s\n$/);
});
