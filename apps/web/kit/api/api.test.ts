import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ApiProblem, apiGet, isTriedAgain, OFFLINE, type Problem } from './api.ts';

const MS_MAX = 50;

/** A network that says nothing at all, or begins an answer that never ends; as a browser asks it, both end by the signal alone. */
const hanging: typeof fetch = (address, init) => {
  const signal = init?.signal ?? new AbortController().signal;
  const onAbort = (tell: (reason: unknown) => void) => signal.addEventListener('abort', () => tell(signal.reason));
  if (address !== '/half') return new Promise((_, reject) => onAbort(reject));
  const body = new ReadableStream({ start: (controller) => onAbort((reason) => controller.error(reason)) });
  return Promise.resolve(new Response(body));
};
beforeAll(() => void vi.stubGlobal('fetch', hanging));
afterAll(() => void vi.unstubAllGlobals());

const problemOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : String(error)),
  );

test('a server that says nothing, or not all, is not waited for without end', async () => {
  expect(await problemOf(apiGet('/none', {}, undefined, MS_MAX))).toBe('silent');
  expect(await problemOf(apiGet('/half', {}, undefined, MS_MAX))).toBe('silent');
});

test('a screen that is left asks no more, which is no failure of the network', async () => {
  const leaving = new AbortController();
  const asked = problemOf(apiGet('/none', {}, leaving.signal));
  leaving.abort();
  expect(await asked).toMatch(/^AbortError/);
});

test('what did not get through is tried again; a refusal is not, nor what was waited for already', () => {
  const again = (problem: Partial<Problem>) => isTriedAgain(0, new ApiProblem({ ...OFFLINE, ...problem }));
  expect(again({})).toBe(true);
  // Of a proxy before the server.
  expect(again({ status: 503, code: 'unknown' })).toBe(true);
  expect(again({ status: 503, code: 'not_ready' })).toBe(false);
  expect(again({ status: 504, code: 'silent' })).toBe(false);
  expect(again({ status: 404, code: 'not_found' })).toBe(false);
  expect(isTriedAgain(2, new ApiProblem(OFFLINE))).toBe(false);
});
