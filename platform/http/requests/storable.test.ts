import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { publicAccess } from '../access.ts';
import { createHttpServer } from '../server.ts';
import { unstorableRefusal } from './storable.ts';

const app = createHttpServer({ logger: null, trustedProxies: [] });
const config = { access: publicAccess };
const body = z.strictObject({ name: z.string() });
app.get(
  '/api/v1/things/:id',
  { config, schema: { querystring: z.strictObject({ q: z.string().optional() }) } },
  () => ({}),
);
app.get('/r', { config }, (request) => request.query);
app.post('/api/v1/things', { config, schema: { body } }, (request) => request.body);
afterAll(() => app.close());

test('texts that no database keeps are refused before anybody looks at them, with the field that holds them', async () => {
  const refused = async (url: string) => (await app.inject({ url })).json();
  expect(await refused('/api/v1/things/1?q=a%00b')).toMatchObject({
    status: 400,
    code: 'parameter_invalid',
    field: 'q',
  });
  for (const name of ['a\\u0000b', '\\ud83d']) {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: `{"name":"${name}"}` });
    expect(answer.json()).toMatchObject({ status: 422, code: 'field_invalid', field: 'name' });
  }
});

test('what only looks like it passes, and so do reports of shops, which are judged later', async () => {
  const headers = { 'content-type': 'application/json' };
  for (const name of ['a\\\\u0000b', '\\ud83d\\ude00', 'Лампа 100%']) {
    const payload = `{"name":"${name}"}`;
    const answer = await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload });
    expect(answer.json()).toEqual(JSON.parse(payload));
  }
  expect((await app.inject({ url: '/r?order=%00' })).json()).toEqual({ order: '\0' });
  expect((await app.inject({ url: '/api/v1/things/1?q=100%25' })).statusCode).toBe(200);
});

test('deep inside a body the path names the place', () => {
  expect(unstorableRefusal({ lines: [{ id: 'x' }, { id: 'y\0' }] }, 'body')).toMatchObject({ field: 'lines[1].id' });
  expect(unstorableRefusal({ lines: [{ id: 'x' }] }, 'body')).toBeNull();
});
