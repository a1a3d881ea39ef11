import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttpServer, type HttpServer } from './index.ts';
import { refuse } from './refused.ts';
import { answerWatched } from './watched.ts';

const answer = z.object({ rows: z.number() });
let app: HttpServer;

beforeAll(async () => {
  app = createHttpServer({ logger: null, trustedProxies: [] });
  const querystring = z.object({ rows: z.coerce.number(), ends: z.enum(['well', 'refused', 'badly']) });
  const config = { access: { kind: 'public' } } as const;
  app.post('/work', { config, schema: { querystring, response: { 200: answer } } }, async (request, reply) => {
    const { rows, ends } = request.query;
    const work = async (onProgress: (done: number) => void) => {
      for (let done = 1; done <= rows; done += 1) onProgress(done);
      if (ends === 'refused') refuse({ code: 'no_rows', field: 'file', detail: 'The file has no rows.' });
      if (ends === 'badly') throw new Error('a secret of ours');
      return { rows, unsaid: true };
    };
    return answerWatched(request, reply, { schema: answer, total: rows, work });
  });
  await app.ready();
});
afterAll(() => app.close());

async function lines(query: string, headers: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> {
  const told = await app.inject({
    method: 'POST',
    url: `/work?${query}`,
    headers: { accept: 'application/x-ndjson', ...headers },
  });
  expect(told).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/x-ndjson; charset=utf-8' } });
  return told.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('work that takes long', () => {
  test('tells how far it is, and its answer last, by the schema', async () => {
    expect(await lines('rows=120&ends=well')).toEqual([
      { done: 0, total: 120 },
      { done: 50, total: 120 },
      { done: 100, total: 120 },
      { answer: { rows: 120 } },
    ]);
  });

  test('tells a refusal as a problem in the language asked for', async () => {
    const [, problem] = await lines('rows=1&ends=refused', { 'accept-language': 'es' });
    expect(problem).toMatchObject({ problem: { status: 422, code: 'no_rows', field: 'file' } });
    const [, english] = await lines('rows=1&ends=refused');
    expect(Object(problem).problem.title).not.toBe(Object(english).problem.title);
  });

  test('tells nothing of a defect but the request', async () => {
    const told = await lines('rows=1&ends=badly');
    expect(told.at(-1)).toMatchObject({ problem: { status: 500 } });
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('is answered at once as ever to who did not ask to watch', async () => {
    const plain = await app.inject({ method: 'POST', url: '/work?rows=120&ends=well' });
    expect(plain.json()).toEqual({ rows: 120 });
    const refused = await app.inject({ method: 'POST', url: '/work?rows=1&ends=refused' });
    expect(refused).toMatchObject({ statusCode: 422 });
    expect(refused.json()).toMatchObject({ code: 'no_rows' });
  });
});
