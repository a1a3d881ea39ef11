import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricKeys } from './metrics/metrics.ts';
import { dimensions } from './reports/report-query.ts';
import { reportParameters } from './reports/report-request.ts';

const text = readFileSync(new URL('../../docs/domain/statistics.md', import.meta.url), 'utf8');
const section = (name: string) => text.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? '';

test('the guide explains every metric, in the order in which they are answered', () => {
  const keys = [...section('The seven metrics of a program').matchAll(/^\| `([a-z0-9]+)`/gm)].map((match) => match[1]);
  expect(keys).toEqual([...metricKeys]);
});

test('the guide names every parameter and dimension of a report', () => {
  const shortened = ['subid2', 'subid3'];
  const named = [...section('Reports').matchAll(/`([a-z_0-9]+)`/g)].map((match) => match[1]);
  for (const name of [...Object.keys(reportParameters.shape), ...dimensions]) {
    if (!shortened.includes(name)) expect(named).toContain(name);
  }
});
