import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import pg from 'pg';
import { startClickInsert } from './click-insert.ts';

/**
 * What the click path is measured against, one kind a process: `bare` answers every request with the same 302 by node:http alone,
 * `fastify` by Fastify, `insert` after one awaited INSERT of a row with a key and some text, as simple networks do it, `click-insert` is our
 * whole click with one awaited INSERT instead of spool and shipper, and `redirector` as shorteners of links are usually written: Fastify,
 * the link looked up by its code, a visit stored, then the 302.
 */
const TARGET = 'https://shop.example/item/1005001.html?click=0123456789abcdef';
const [kind, url = ''] = process.argv.slice(2);

async function listen(): Promise<number> {
  switch (kind) {
    case 'bare': {
      const server = createServer((_request, response) => {
        response.writeHead(302, { Location: TARGET, 'Content-Length': '0' });
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return portOf(server.address());
    }
    case 'fastify': {
      const server = fastify();
      server.get('/*', (_request, reply) => reply.redirect(TARGET, 302));
      await server.listen({ port: 0, host: '127.0.0.1' });
      return portOf(server.server.address());
    }
    case 'insert': {
      const pool = new pg.Pool({ connectionString: url, max: 16 });
      await pool.query('create schema if not exists bench');
      await pool.query('create table if not exists bench.click (id text primary key, at timestamptz, request text)');
      let number = 0;
      const server = createServer((request, response) => {
        number += 1;
        const values = [`${process.pid}-${number}`, new Date(), `${request.url} ${request.headers['user-agent']}`];
        pool.query({ name: 'click', text: 'insert into bench.click values ($1, $2, $3)', values }).then(
          () => {
            response.writeHead(302, { Location: TARGET, 'Content-Length': '0' });
            response.end();
          },
          (error: unknown) => {
            response.writeHead(503, { 'Content-Length': '0' });
            response.end();
            process.stderr.write(`${String(error)}\n`);
          },
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return portOf(server.address());
    }
    case 'click-insert':
      return portOf((await startClickInsert(url)).address());
    case 'redirector':
      return redirector();
    default:
      throw new Error(`floor '${kind}': expected bare, fastify, insert, click-insert or redirector`);
  }
}

/** Each link is made when it is first asked for; that is before anything is counted. */
async function redirector(): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  await pool.query(`create schema if not exists bench;
    create table if not exists bench.link (code text primary key, target text not null, visits bigint not null default 0);
    create table if not exists bench.visit (id bigint generated always as identity primary key, code text not null references bench.link,
      at timestamptz not null default now(), address text, browser text, referrer text);
    create index if not exists visit_code on bench.visit (code, at)`);
  const look = (code: string) =>
    pool.query<{ target: string }>({
      name: 'link',
      text: 'select target from bench.link where code = $1',
      values: [code],
    });
  const server = fastify();
  server.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const code = request.params['*'];
    let [link] = (await look(code)).rows;
    if (link === undefined) {
      await pool.query('insert into bench.link values ($1, $2) on conflict do nothing', [code, TARGET]);
      [link] = (await look(code)).rows;
    }
    const { 'user-agent': browser, referer: referrer, 'x-forwarded-for': address } = request.headers;
    await pool.query({
      name: 'visit',
      text: 'insert into bench.visit (code, address, browser, referrer) values ($1, $2, $3, $4)',
      values: [code, address, browser, referrer],
    });
    return reply.redirect(link?.target ?? TARGET, 302);
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return portOf(server.server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the floor has no port');
  return address.port;
}

process.send?.(await listen());
process.on('disconnect', () => process.exit(0));
