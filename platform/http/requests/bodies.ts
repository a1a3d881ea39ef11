import type { FastifyInstance } from 'fastify';
import type { Result } from '../../../contract/errors/index.ts';
import { RefusedRequest } from '../refused.ts';
import { parseForm, parseMultipart } from './forms.ts';
import { unstorableRefusal } from './storable.ts';
import { parseStrictJson } from './strict-json.ts';

/**
 * The content types that are read: JSON, forms, multipart forms. An empty body is no body, whatever its label says: one client
 * labels every request as JSON (admitad-api 0.11). A route with another type (files, raw callbacks) adds a parser in its own scope.
 */
export function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    finish(bytes(body), parseStorableJson, done);
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    finish(bytes(body), parseForm, done);
  });
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body, done) => {
    finish(bytes(body), (form) => parseMultipart(form, request.headers['content-type'] ?? ''), done);
  });
}

/** What an escape can say and no text of the database: such a body is refused; raw bytes of that kind are no JSON at all. */
function parseStorableJson(body: Buffer): Result<unknown> {
  const parsed = parseStrictJson(body);
  if (!parsed.ok || !body.includes('\\u')) return parsed;
  const refusal = unstorableRefusal(parsed.value, 'body');
  return refusal === null ? parsed : { ok: false, error: refusal };
}

function bytes(body: string | Buffer): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function finish(
  body: Buffer,
  parse: (body: Buffer) => Result<unknown>,
  done: (error: Error | null, value?: unknown) => void,
): void {
  const parsed: Result<unknown> = body.length === 0 ? { ok: true, value: undefined } : parse(body);
  if (parsed.ok) done(null, parsed.value);
  else done(new RefusedRequest(parsed.error));
}
