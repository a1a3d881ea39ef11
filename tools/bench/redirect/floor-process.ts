import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import pg from 'pg';

/**
 * What the click path is measured against, one kind a process: `bare` answers every request with the same 302 by node:http alone,
 * `fastify` by Fastify, `insert` after one awaited INSERT of a row with a key and some text, as simple networks do it.
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
    default:
      throw new Error(`floor '${kind}': expected bare, fastify or insert`);
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the floor has no port');
  return address.port;
}

process.send?.(await listen());
process.on('disconnect', () => process.exit(0));
