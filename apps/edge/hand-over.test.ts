import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drainServer, edgeServer } from './edge-server.ts';
import { handOver, takeOver } from './hand-over.ts';

/** The process behind: says what it was asked, and by whom. */
let behind: Server;
let front: Server;
let others: ReturnType<typeof handOver>;
let directory = '';
let port = 0;
/** Resolves when the question `/gone` was given up. */
let gone: Promise<void>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tributary-hand-over-'));
  const path = join(directory, 'api');
  let onGone = (): void => undefined;
  gone = new Promise((resolve) => {
    onGone = resolve;
  });
  behind = createServer((request, response) => {
    takeOver(request);
    if (request.url === '/gone') {
      response.once('close', onGone);
      response.writeHead(200).write('begun');
      return;
    }
    if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy());
      return;
    }
    void textOf(request).then((body) => {
      const { method, url, headers, rawHeaders } = request;
      const asked = { method, url, headers, rawHeaders, body, peer: request.socket.remoteAddress };
      response.writeHead(201, 'Made', { 'set-cookie': ['a=1', 'b=2'], 'content-type': 'application/json' });
      response.end(JSON.stringify(asked));
    });
  });
  await new Promise<void>((resolve) => behind.listen(path, resolve));
  others = handOver(path);
  front = edgeServer({ handle: () => false }, others.handle);
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  others.close();
  await Promise.all([drainServer(front), drainServer(behind)]);
  rmSync(directory, { recursive: true });
});

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}

/** Whatever is written on one connection, and everything that comes back until it is closed. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  return received;
}

describe('a server that is drained', () => {
  it('answers what was asked and ends connections on which one request follows the other', async () => {
    let answers = 0;
    const server = edgeServer({ handle: () => false }, (_request, response) => {
      answers += 1;
      response.end('x');
      return true;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const busy = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
    const ask = () => busy.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const ended = once(busy, 'close');
    busy.on('data', ask);
    busy.on('error', () => undefined);
    ask();
    while (answers < 10) await once(server, 'request');
    await drainServer(server);
    await ended;
    expect(answers).toBeGreaterThanOrEqual(10);
  });
});

describe('a request that an edge hands on', () => {
  it('arrives as it came, with the visitor as its peer, and so does the answer', async () => {
    const body = 'x'.repeat(1_000_000);
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/x?a=%20b`, { method: 'POST', body });
    expect([answer.status, answer.statusText, answer.headers.getSetCookie()]).toEqual([201, 'Made', ['a=1', 'b=2']]);
    const { headers, ...asked }: { readonly headers: Record<string, string> } = JSON.parse(await answer.text());
    expect({ ...asked, rawHeaders: [] }).toEqual({
      method: 'POST',
      url: '/api/v1/x?a=%20b',
      body,
      peer: '127.0.0.1',
      rawHeaders: [],
    });
    expect(headers).toMatchObject({ host: `127.0.0.1:${port}`, 'content-length': '1000000' });
  });

  it('names no peer but the true one, whatever the visitor says, and keeps headers that come twice', async () => {
    const received = await raw(
      'GET /twice HTTP/1.1\r\nhost: a\r\nx-tributary-peer: 9.9.9.9\r\nx-forwarded-for: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nconnection: close\r\n\r\n',
    );
    expect(received).toContain('"peer":"127.0.0.1"');
    expect(received).toContain('"x-forwarded-for":"1.1.1.1, 2.2.2.2"');
    expect(received).not.toContain('tributary-peer');
  });

  it('stays one request, also where a method without a body brings one in pieces', async () => {
    const received = await raw(
      'DELETE /pieces HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n1a\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n0\r\n\r\n',
    );
    expect(received).toContain('"url":"/pieces"');
    expect(received).toContain(String.raw`"body":"GET /smuggled HTTP/1.1\r\n\r\n"`);
    expect(received.match(/HTTP\/1\.1 201/g)).toHaveLength(1);
  });

  it('is refused where it names two hosts, and the edge goes on', async () => {
    const received = await raw('GET /hosts HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`http://127.0.0.1:${port}/after`)).status).toBe(201);
  });

  it('is given up with its visitor', async () => {
    const asked = httpRequest({ port, host: '127.0.0.1', path: '/gone', agent: false });
    asked.on('error', () => undefined);
    asked.end();
    const [answer] = await once(asked, 'response');
    await once(answer, 'data');
    asked.destroy();
    await gone;
  });

  it('gets no answer that looks whole where the other side broke off', async () => {
    const broken = fetch(`http://127.0.0.1:${port}/broken`).then((answer) => answer.text());
    await expect(broken).rejects.toThrow();
  });

  it('is told to come again while nobody is behind', async () => {
    const lonely = handOver(join(directory, 'nobody'));
    const server = edgeServer({ handle: () => false }, lonely.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const alone = typeof address === 'object' && address !== null ? address.port : 0;
    const answer = await fetch(`http://127.0.0.1:${alone}/api`, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    lonely.close();
    await drainServer(server);
  });
});
