import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { codedMessage } from '../../contract/errors/index.ts';
import { callerAccess, callerOrSignedAccess, personAccess, publicAccess } from './access.ts';
import { refuse } from './refused.ts';
import { createHttpServer, type HttpServer } from './server.ts';

const config = { access: publicAccess };

function orders(app: HttpServer): HttpServer {
  const body = z.strictObject({
    order_id: z.string().min(1).max(128),
    secret: z.string().optional(),
    lines: z.array(
      z.strictObject({ amount: z.string({ error: codedMessage('terms_invalid', 'expected a decimal in quotes') }) }),
    ),
  });
  const querystring = z.strictObject({
    limit: z.coerce.number().int().min(1).max(500).optional(),
    sort: z.enum(['at', 'id']).optional(),
  });
  app.post(
    '/api/v1/orders',
    { config, schema: { body, response: { 201: z.object({ order_id: z.string() }) } } },
    (request, reply) => {
      const stored = { order_id: request.body.order_id, internal: 'never shown' };
      if (stored.order_id === 'taken') refuse({ code: 'duplicate_key', field: 'order_id', detail: 'It is taken.' });
      reply.code(201);
      return stored;
    },
  );
  app.get('/api/v1/orders', { config, schema: { querystring } }, (request) => request.query);
  app.get('/api/v1/orders/:id', { config }, (request) => request.params);
  app.post('/echo', { config }, (request) => ({ body: request.body ?? null }));
  app.get('/defect', { config }, () => {
    throw new Error('the password is hunter2');
  });
  app.get('/away', { config }, () => {
    throw new Error('Client has encountered a connection error and is not queryable');
  });
  return app;
}

const app = orders(createHttpServer({ logger: null, trustedProxies: [], apiHost: 'api.example.org' }));
afterAll(() => app.close());

/** What comes back for these bytes until the server closes the connection. */
async function raw(bytes: string): Promise<string> {
  const server = orders(createHttpServer({ logger: null, trustedProxies: [] }));
  const address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(address.port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    // A reset after the answer is an end as well: the server does not read what it refused.
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
  await server.close();
  return answer;
}

const postOrder = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/orders',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });

describe('answers', () => {
  test('only declared fields leave', async () => {
    const answer = await postOrder('{"order_id":"A1","lines":[]}');
    expect([answer.statusCode, answer.json()]).toEqual([201, { order_id: 'A1' }]);
  });

  test('every answer has the security headers and its request id (T-38)', async () => {
    for (const url of ['/api/v1/orders', '/nowhere', '/defect', '/api/openapi.json']) {
      const { headers } = await app.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
      });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('browsers that came by https are told to stay with it for a year, others nothing (T-38)', async () => {
    const told = async (https: boolean) => {
      const server = createHttpServer({ logger: null, trustedProxies: [], https });
      const { headers } = await server.inject('/nowhere');
      await server.close();
      return headers['strict-transport-security'];
    };
    expect(await told(true)).toMatch(/^max-age=31536000;/);
    expect(await told(false)).toBeUndefined();
  });

  test('the path may end with a slash and may double one; the API has a host of its own', async () => {
    const answers = await Promise.all([
      app.inject('/api/v1/orders/'),
      app.inject('/api//v1/orders'),
      app.inject({ url: '/v1/orders/', headers: { host: 'API.example.org:8080' } }),
    ]);
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
    expect((await app.inject('/v1/orders')).statusCode).toBe(404);
  });
});

describe('problems', () => {
  test('a missing field, a wrong field and an unknown field name the field, the value, the expectation and the remedy', async () => {
    const missing = await postOrder('{"lines":[]}');
    expect(missing.statusCode).toBe(422);
    expect(missing.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(missing.json()).toMatchObject({
      code: 'field_required',
      field: 'order_id',
      status: 422,
      remedy: expect.any(String),
    });
    expect((await postOrder(`{"order_id":"${'x'.repeat(300)}","lines":[]}`)).json()).toMatchObject({
      code: 'field_invalid',
      field: 'order_id',
      value: `${'x'.repeat(100)}…`,
      detail: expect.stringContaining('128'),
    });
    const unknown = await postOrder('{"order_id":"A1","lines":[],"status":"approved"}');
    expect(unknown.statusCode).toBe(400);
    expect(unknown.json()).toMatchObject({
      code: 'field_not_allowed',
      field: 'status',
      detail: expect.stringContaining('order_id'),
    });
  });

  test('title and remedy are in the language that the request asks for, English without one; code and detail stay', async () => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await app.inject({ url: '/nowhere', headers });
      const { title, code, detail } = answer.json();
      expect(answer.headers['vary']).toBe('accept-language, cookie');
      expect([code, detail]).toEqual(['not_found', 'There is nothing at this address.']);
      return [answer.headers['content-language'], title];
    };
    expect(await ask({})).toEqual(['en', 'There is no such resource, or it is not yours to see']);
    expect(await ask({ 'accept-language': '*' })).toEqual(await ask({}));
    expect(await ask({ 'accept-language': 'es-MX, en;q=0.5' })).toEqual(['es', 'No existe o no le corresponde verlo']);
    // What somebody chose in the cabinet comes before what the browser asks for.
    const chosen = { 'accept-language': 'es', cookie: 'language=ru' };
    expect(await ask(chosen)).toEqual(['ru', 'Здесь ничего нет, или вам это не видно']);
  });

  test('what a schema expects is told in the language of the request, its English in the detail', async () => {
    const long = `{"order_id":"${'x'.repeat(300)}","lines":[]}`;
    const asked = async (language: string, body: string) =>
      (await postOrder(body, { 'accept-language': language })).json().remedy;
    expect(await asked('ru', long)).toBe('Можно не больше 128 знаков.');
    expect(await asked('es', long)).toBe('Como máximo 128 caracteres.');
    expect(await asked('en', long)).toBe('Use at most 128 characters.');
    expect(await asked('ru', '{"lines":[]}')).toBe('Заполните его.');
    const wrong = await app.inject({ url: '/api/v1/orders?limit=100000', headers: { 'accept-language': 'es' } });
    expect(wrong.json()).toMatchObject({ remedy: 'Debe ser un número de 500 o menos.', detail: expect.any(String) });
  });

  test('a schema may name its own code', async () => {
    expect((await postOrder('{"order_id":"A1","lines":[{"amount":10.1}]}')).json()).toMatchObject({
      code: 'terms_invalid',
      field: 'lines[0].amount',
      value: '10.1',
      detail: 'lines[0].amount: expected a decimal in quotes; got 10.1.',
    });
  });

  test('a handler refuses in one line, and the refusal is the answer', async () => {
    expect((await postOrder('{"order_id":"taken","lines":[]}')).json()).toMatchObject({
      status: 400,
      code: 'duplicate_key',
      field: 'order_id',
    });
  });

  test('several findings are all told', async () => {
    const problem = (await postOrder('{"lines":[{"amount":1},{"amount":2}]}')).json();
    expect(problem.findings_count).toBe(3);
    expect(problem.findings.map((finding: { field: string }) => finding.field)).toEqual([
      'order_id',
      'lines[0].amount',
      'lines[1].amount',
    ]);
  });

  test('the value of a secret is never repeated (T-19)', async () => {
    const answer = await postOrder('{"order_id":"A1","lines":[],"secret":["hunter2"]}');
    expect(answer.statusCode).toBe(422);
    expect(answer.body).not.toContain('hunter2');
  });

  test('a wrong parameter of the address is 400 with the range, an unknown one is named with the known ones (BAD-104, BAD-106)', async () => {
    expect((await app.inject('/api/v1/orders?limit=100000')).json()).toMatchObject({
      status: 400,
      code: 'parameter_invalid',
      field: 'limit',
      detail: expect.stringContaining('500'),
    });
    expect((await app.inject('/api/v1/orders?sort=id;drop')).json()).toMatchObject({
      status: 400,
      code: 'parameter_invalid',
      field: 'sort',
    });
    expect((await app.inject('/api/v1/orders?filter[subid]=1')).json()).toMatchObject({
      status: 400,
      code: 'unknown_field',
      detail: expect.stringContaining('limit, sort'),
    });
    expect((await app.inject('/api/v1/orders?sort=at&sort=id')).json()).toMatchObject({
      status: 400,
      code: 'duplicate_parameter',
    });
  });

  test('unknown address 404, unknown method 405 with Allow, broken address 400, long address 414', async () => {
    expect((await app.inject('/.git/config')).json()).toMatchObject({ status: 404, code: 'not_found' });
    const wrongMethod = await app.inject({ method: 'DELETE', url: '/api/v1/orders/' });
    expect(wrongMethod.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(wrongMethod.headers['allow']).toBe('GET, HEAD, POST');
    expect((await app.inject('/api/v1/orders/%zz')).json()).toMatchObject({ status: 400, code: 'bad_request' });
    expect((await app.inject(`/api/v1/orders?a=${'x'.repeat(9000)}`)).json()).toMatchObject({
      status: 414,
      code: 'uri_too_long',
    });
  });

  test('__proto__ in body, query and header is 400 (BAD-75)', async () => {
    const answers = await Promise.all([
      postOrder('{"__proto__":{"admin":true}}'),
      app.inject('/api/v1/orders?a[__proto__][x]=1'),
      app.inject('/api/v1/orders?__proto__=1'),
      app.inject({
        method: 'POST',
        url: '/echo',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'a[constructor]=1',
      }),
    ]);
    for (const answer of answers) expect(answer.json()).toMatchObject({ status: 400, code: 'field_not_allowed' });
  });

  test('text/plain is 415, gzip 413, both before the body is read (BAD-63, BAD-64)', async () => {
    expect((await postOrder('{}', { 'content-type': 'text/plain' })).json()).toMatchObject({
      status: 415,
      code: 'content_type',
      value: 'text/plain',
    });
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect((await postOrder(bomb, { 'content-encoding': 'gzip' })).json()).toMatchObject({
      status: 413,
      code: 'expanded_too_large',
    });
  });

  test('a database that is away is no defect: the caller is told to come again (G-3)', async () => {
    const answer = await app.inject('/away');
    expect(answer.json()).toMatchObject({ status: 503, code: 'not_ready' });
    expect(answer.headers['retry-after']).toBe('5');
  });

  test('a defect is 500 and tells nothing', async () => {
    const answer = await app.inject('/defect');
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal_error' });
    expect(answer.body).not.toContain('hunter2');
  });
});

describe('bodies', () => {
  const echo = async (type: string, payload: string) =>
    (await app.inject({ method: 'POST', url: '/echo', headers: { 'content-type': type }, payload })).json().body;

  test('an empty body labelled as JSON is no body, and GET ignores bodies', async () => {
    expect(await echo('application/json', '')).toBeNull();
    const get = await app.inject({
      method: 'GET',
      url: '/api/v1/orders',
      headers: { 'content-type': 'application/json' },
      payload: '',
    });
    expect(get.statusCode).toBe(200);
  });

  test('forms and multipart forms become fields; repeated ones keep all values; attachments are passed over', async () => {
    expect(await echo('application/x-www-form-urlencoded', 'a=1&b=x+y&a=2')).toEqual({ a: ['1', '2'], b: 'x y' });
    const part = (header: string, value: string) =>
      `--XX\r\nContent-Disposition: form-data; ${header}\r\n\r\n${value}\r\n`;
    const payload = `${part('name="grant_type"', 'client_credentials')}${part('name="attachment"; filename="a.txt"', 'x')}--XX--\r\n`;
    expect(await echo('multipart/form-data; boundary=XX', payload)).toEqual({ grant_type: 'client_credentials' });
  });

  test('5 MB are refused before they are sent, and the connection is closed (BAD-62)', async () => {
    const answer = await raw(
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5242880\r\n\r\n{',
    );
    expect(answer).toContain('413 Payload Too Large');
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(answer).toContain('"code":"body_too_large"');
  });

  test('a body that grows beyond the limit while it is sent is refused too', async () => {
    const chunk = `${(600_000).toString(16)}\r\n${' '.repeat(600_000)}\r\n`;
    const head =
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await raw(`${head}${chunk}${chunk}0\r\n\r\n`)).toContain('"code":"body_too_large"');
  });

  test('what is no request, and headers without end, are problems too', async () => {
    expect(await raw('EHLO mail\r\n\r\n')).toContain('"code":"bad_request"');
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(40_000)}\r\n\r\n`)).toContain(
      '"code":"headers_too_large"',
    );
    // The runtime must survive a header of this name as well (T-24).
    expect(await raw('GET /echo HTTP/1.1\r\nHost: x\r\n__proto__: x\r\nConnection: close\r\n\r\n')).toContain(
      '"code":"field_not_allowed"',
    );
  });
});

describe('access', () => {
  test('a route that does not declare who may call it stops the start (T-15)', () => {
    const server = createHttpServer({ logger: null, trustedProxies: [] });
    expect(() => server.get('/open', () => 'oops')).toThrow('GET /open does not declare config.access');
  });

  test('a route for callers without a guard stops the start', () => {
    const server = createHttpServer({ logger: null, trustedProxies: [] });
    expect(() => server.get('/x', { config: { access: callerAccess('orders') } }, () => 'x')).toThrow(
      'without a guard',
    );
  });

  test('the guard stands before the body is read', async () => {
    const server = createHttpServer({
      logger: null,
      trustedProxies: [],
      guard: async (_request, access) => ({
        code: 'insufficient_scope',
        field: null,
        detail: 'No.',
        extra: { scope: access.scope },
      }),
    });
    server.post('/x', { config: { access: callerAccess('orders') } }, () => 'x');
    const answer = await server.inject({
      method: 'POST',
      url: '/x',
      headers: { 'content-type': 'application/json' },
      payload: '{"broken',
    });
    expect(answer.json()).toMatchObject({ status: 403, scope: 'orders' });
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="tributary", error="insufficient_scope", scope="orders"',
    );
  });
});

test('the description has exactly the registered routes, with their schemas and the problem (T-46)', async () => {
  const description = (await app.inject('/api/openapi.json')).json();
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths).sort()).toEqual([
    '/api/v1/orders',
    '/api/v1/orders/{id}',
    '/away',
    '/defect',
    '/echo',
  ]);
  const post = description.paths['/api/v1/orders'].post;
  expect(post.requestBody.content['application/json'].schema.required).toEqual(['order_id', 'lines']);
  expect(Object.keys(post.responses)).toEqual(['201', 'default']);
  expect(description.components.schemas.Problem.required).toContain('remedy');
});

test('the description names each way to prove oneself that a route takes', async () => {
  const server = createHttpServer({ logger: null, trustedProxies: [], guard: async () => null });
  server.get('/token', { config: { access: callerAccess('orders') } }, () => 'x');
  server.get('/either', { config: { access: callerOrSignedAccess('orders') } }, () => 'x');
  server.get('/person', { config: { access: personAccess('people') } }, () => 'x');
  server.get('/open', { config: { access: publicAccess } }, () => 'x');
  const { paths, components } = (await server.inject('/api/openapi.json')).json();
  await server.close();
  expect(paths['/token'].get.security).toEqual([{ bearer: ['orders'] }, { session: [] }]);
  expect(paths['/person'].get.security).toEqual([{ session: [] }]);
  expect(paths['/either'].get.security).toEqual([{ bearer: ['orders'] }, { session: [] }, { signature: [] }]);
  expect(paths['/open'].get.security).toEqual([]);
  expect(components.securitySchemes.signature).toMatchObject({
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
  });
});

test('a request may be taken aside before the framework sees it', async () => {
  const server = createHttpServer({
    logger: null,
    trustedProxies: [],
    aside: (request, response) => {
      if (!request.url?.startsWith('/g/')) return false;
      response.writeHead(302, { location: 'https://shop.example/' }).end();
      return true;
    },
  });
  server.get('/x', { config }, () => 'x');
  const base = await server.listen({ port: 0, host: '127.0.0.1' });
  const answers = await Promise.all([fetch(`${base}/g/abc/`, { redirect: 'manual' }), fetch(`${base}/x`)]);
  await server.close();
  expect(answers.map((answer) => answer.status)).toEqual([302, 200]);
});

test('the client is the right-most hop that is no trusted proxy, and without trusted proxies the connection itself (R-14)', async () => {
  const ask = async (trustedProxies: string[], remoteAddress: string) => {
    const server = createHttpServer({ logger: null, trustedProxies });
    server.get('/ip', { config }, (request) => ({ ip: request.ip }));
    const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 10.0.0.7', 'x-forwarded-host': 'evil.example' };
    return (await server.inject({ url: '/ip', remoteAddress, headers })).json().ip;
  };
  expect(await ask([], '10.0.0.1')).toBe('10.0.0.1');
  expect(await ask(['10.0.0.0/8'], '10.0.0.1')).toBe('2.2.2.2');
  expect(await ask(['10.0.0.0/8'], '9.9.9.9')).toBe('9.9.9.9');
});
