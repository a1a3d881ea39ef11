import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type Job, jobBooks, jobState, jobsOf, lateAfter, SILENT_MS_MAX } from './jobs.ts';

const NOW = Date.parse('2026-09-01T12:00:00.000Z');

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const read = () => t.db.transaction({ role: 'system' }, jobsOf);

const job: Job = {
  name: 'ledger_sealed',
  everyMs: 10_000,
  process: 'here 1',
  startedAt: NOW - 600_000,
  endedAt: NOW - 5_000,
  failedAt: null,
  trouble: null,
  seenAt: NOW - 1_000,
};
const late = lateAfter(job.everyMs);

test.each<[string, Partial<Job>, ReturnType<typeof jobState>]>([
  ['whose last round went well', {}, 'well'],
  ['that was taken up and has not had its turn', { endedAt: null, startedAt: NOW - late }, 'expected'],
  ['that never had its turn although three are over', { endedAt: null, startedAt: NOW - late - 1 }, 'late'],
  ['whose last round ended as long ago as it may', { endedAt: NOW - late }, 'well'],
  ['whose last round ended longer ago', { endedAt: NOW - late - 1 }, 'late'],
  ['taken up again after a long pause', { endedAt: NOW - 10 * late, startedAt: NOW - 1_000 }, 'well'],
  ['that failed after it went well', { failedAt: NOW - 1_000, trouble: 'x' }, 'failing'],
  ['that failed before it went well', { failedAt: NOW - 6_000, trouble: 'x' }, 'well'],
  ['that never went well', { endedAt: null, failedAt: NOW - 1_000, trouble: 'x' }, 'failing'],
  ['of a worker that speaks just often enough', { seenAt: NOW - SILENT_MS_MAX }, 'well'],
  ['of a worker that says nothing', { seenAt: NOW - SILENT_MS_MAX - 1, failedAt: NOW, trouble: 'x' }, 'silent'],
])('a job %s', (_, change, expected) => {
  expect(jobState({ ...job, ...change }, NOW)).toBe(expected);
});

test('what a worker did outlives it, and a job that the next one leaves out is not told of', async () => {
  const clock = manualClock(NOW);
  expect(await read()).toEqual([]);
  const first = jobBooks({ db: t.db, clock });
  const sealing = first.take('ledger_sealed', 2_000);
  const mailing = first.take('mails_sent', 2_000);
  sealing.ended();
  mailing.failed(new Error('no answer'));
  first.start();
  await first.stop();
  expect(await read()).toMatchObject([
    { name: 'ledger_sealed', startedAt: NOW, endedAt: NOW, failedAt: null, trouble: null, seenAt: NOW },
    { name: 'mails_sent', endedAt: null, failedAt: NOW, trouble: 'no answer' },
  ]);
  clock.advance(60_000);
  const second = jobBooks({ db: t.db, clock });
  second.take('ledger_sealed', 2_000);
  await second.stop();
  expect(await read()).toMatchObject([
    { name: 'ledger_sealed', startedAt: NOW + 60_000, endedAt: NOW, seenAt: NOW + 60_000 },
  ]);
});
