import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openStage, type Route, type Stage } from './callers.ts';
import { expectedOf, GUARD_CODES, isWrite, type Verdict } from './expected.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const NO_SUCH = '00000000-0000-4000-8000-000000000000';

/** An address of the route whose things do not exist. */
function addressOf({ url }: Route): string {
  return url.replace(/:[a-zA-Z_]+(\([^)]*\))?/g, NO_SUCH).replace('*', 'x');
}

/** Public routes that look at the session themselves: without one that waits, they say so. */
const LOOKS_ITSELF = /^\/api\/v1\/session\/second-factor/;

async function measured(route: Route, caller: Caller): Promise<Verdict> {
  // No JSON: read after the guard, so that being let in changes nothing.
  const body = isWrite(route) ? { payload: '{' } : {};
  const headers = { ...(isWrite(route) ? { 'content-type': 'application/json' } : {}), ...caller.headers };
  const method = route.method === 'HEAD' ? 'HEAD' : route.method;
  const answer = await stage.server.inject({ method: method as 'GET', url: addressOf(route), headers, ...body });
  if (route.method === 'HEAD') return answer.statusCode === 401 || answer.statusCode === 403 ? 'refused' : 'let in';
  const code = codeOf(answer.headers['content-type'], answer.body);
  return code !== null && GUARD_CODES.has(code) ? code : 'let in';
}

function codeOf(type: unknown, body: string): string | null {
  if (!String(type).includes('json')) return null;
  const told: unknown = JSON.parse(body);
  return typeof told === 'object' && told !== null && 'code' in told ? String(told.code) : null;
}

test('every route × every caller: what the declaration says is what a request meets (T-15)', {
  timeout: 600_000,
}, async () => {
  const callers = [...stage.people.values(), ...stage.tokens];
  const wrong: string[] = [];
  const counts = { cells: 0, letIn: 0 };
  for (const route of stage.routes) {
    const cells = await Promise.all(
      callers.map(async (caller) => ({
        caller,
        expected: expectedOf(route, caller),
        met: await measured(route, caller),
      })),
    );
    for (const { caller, expected, met } of cells) {
      counts.cells += 1;
      if (met === 'let in') counts.letIn += 1;
      const wanted = route.method === 'HEAD' && expected !== 'let in' ? 'refused' : expected;
      const looksItself = LOOKS_ITSELF.test(route.url) && met === 'not_signed_in';
      if (met !== wanted && !looksItself)
        wrong.push(`${route.method} ${route.url} × ${caller.name}: ${met}, not ${wanted}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(counts.cells).toBe(stage.routes.length * callers.length);
  // Neither is everything open, nor everything shut.
  expect(counts.letIn).toBeGreaterThan(stage.routes.length);
  expect(counts.letIn).toBeLessThan(counts.cells);
});

test('the matrix has all routes and every kind of caller', () => {
  expect(stage.routes.length).toBeGreaterThan(100);
  expect([...stage.people.keys()].sort()).toEqual(
    [
      'nobody',
      ...['publisher A', 'publisher B', 'advertiser A', 'advertiser B', 'operator'],
      ...['publisher', 'advertiser', 'operator'].flatMap((kind) =>
        ['manager', 'finance', 'viewer'].map((role) => `${kind} ${role}`),
      ),
    ].sort(),
  );
  expect(stage.tokens.length % 3).toBe(0);
  expect(new Set(stage.tokens.map(({ scope }) => scope)).size).toBe(stage.tokens.length / 3);
});

test('a read changes nothing: no write answers to GET (T-20)', async () => {
  const reads = new Set(stage.routes.filter((route) => !isWrite(route)).map(({ url }) => url));
  const writes = stage.routes.filter((route) => isWrite(route) && !reads.has(route.url));
  expect(writes.length).toBeGreaterThan(20);
  const headers = stage.people.get('operator')?.headers ?? {};
  for (const route of writes) {
    const answer = await stage.server.inject({ method: 'GET', url: addressOf(route), headers });
    // Another route's pattern may fit the address; then that one answers, which the matrix covers.
    const others = stage.routes.filter((other) => other.method === 'GET' && other.pattern.test(addressOf(route)));
    if (others.length === 0) expect(answer.statusCode, route.url).toBe(405);
  }
});

test('a write with a session from another origin, or without its proof, is refused on every route (T-20)', {
  timeout: 120_000,
}, async () => {
  const owners = ['publisher A', 'advertiser A', 'operator'].flatMap((name) => stage.people.get(name) ?? []);
  let asked = 0;
  for (const route of stage.routes) {
    if (!isWrite(route) || route.access.kind === 'public') continue;
    const caller = owners.find((owner) => expectedOf(route, owner) === 'let in');
    if (caller === undefined) continue;
    const { 'x-csrf-token': _, ...proofless } = caller.headers;
    const foreign = { ...caller, headers: { ...caller.headers, origin: 'http://evil.test' } };
    asked += 1;
    expect(await measured(route, foreign), route.url).toBe('origin_not_allowed');
    expect(await measured(route, { ...caller, headers: proofless }), route.url).toBe('csrf_token_invalid');
  }
  expect(asked).toBeGreaterThan(30);
});
