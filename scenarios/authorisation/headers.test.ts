import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './callers.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const NO_SUCH = '00000000-0000-4000-8000-000000000000';

test('every route tells browsers not to frame, sniff or pass on, and no other origin to read (T-38, T-39)', {
  timeout: 120_000,
}, async () => {
  const paths = stage.routes
    .filter(({ method }) => method === 'GET')
    .map(({ url }) => url.replace(/:[a-zA-Z_]+(\([^)]*\))?/g, NO_SUCH).replace('*', 'x'));
  expect(paths.length).toBeGreaterThan(60);
  for (const url of paths) {
    for (const origin of ['http://localhost.evil', 'null', 'http://sub.localhost', 'HTTP://LOCALHOST']) {
      const { headers } = await stage.server.inject({ url, headers: { origin } });
      expect(headers['access-control-allow-origin'], url).toBeUndefined();
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['cross-origin-opener-policy'], url).toBe('same-origin');
      expect(String(headers['content-security-policy']), url).toContain("frame-ancestors 'none'");
    }
  }
});

test('what is somebody’s own is never kept by a cache, whatever its address looks like (T-40)', async () => {
  const { headers: session = {} } = stage.people.get('publisher A') ?? {};
  for (const url of [
    '/api/v1/session',
    '/api/v1/person',
    '/api/v1/person/x.css',
    '/account/x.css',
    '/api/v1/members/x.js',
  ]) {
    const answer = await stage.server.inject({ url, headers: { ...session } });
    expect(answer.headers['cache-control'], url).toContain('no-store');
    expect(answer.body, url).not.toContain('{"person":null');
  }
  const plain = await stage.server.inject({ url: '/api/v1/session', headers: { ...session } });
  const spoofed = {
    ...session,
    'x-forwarded-host': 'evil.test',
    'x-original-url': '/admin',
    'x-rewrite-url': '/admin',
  };
  const answer = await stage.server.inject({ url: '/api/v1/session', headers: spoofed });
  expect(answer.json()).toEqual(plain.json());
  expect(answer.body).not.toContain('evil.test');
});

test('there is no address that sets a network up (T-22)', async () => {
  for (const url of ['/setup', '/setup/', '/api/setup', '/api/v1/setup', '/install', '/admin'])
    for (const method of ['GET', 'POST'] as const)
      expect((await stage.server.inject({ method, url })).statusCode, `${method} ${url}`).toBe(404);
});
