import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portOf } from '../start/port.ts';
import { healthHandler } from './health.ts';

const source = {
  waitingFor: async () => null,
  facts: () => ({ links: 20 }),
  metrics: async () => 'tributary_links 20\n',
};
const isAnswered = healthHandler(source, () => true);

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (!isAnswered(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
});

const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, { headers });
  return { status: answer.status, text: await answer.text() };
};

test('somebody on this machine reads counters and facts (R-26)', async () => {
  expect(await get('/metrics')).toEqual({ status: 200, text: 'tributary_links 20\n' });
  expect(JSON.parse((await get('/health')).text)).toEqual({ status: 'ok', links: 20 });
});

test('a slash at the end is nothing, a row of them is another address', async () => {
  expect((await get('/ready/?now')).status).toBe(200);
  expect((await get(`/health${'/'.repeat(15_000)}`)).status).toBe(404);
});

describe('a visitor of a proxy on this machine', () => {
  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])('known by %s, reads neither (T-46)', async (header) => {
    const headers = { [header]: '203.0.113.7' };
    expect((await get('/metrics', headers)).status).toBe(404);
    expect(JSON.parse((await get('/health', headers)).text)).toEqual({ status: 'ok' });
    expect((await get('/ready', headers)).status).toBe(200);
  });
});
