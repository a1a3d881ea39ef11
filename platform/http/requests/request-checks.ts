import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../../../contract/errors/index.ts';
import { unstorableRefusal } from './storable.ts';
import { prototypeName, reachesPrototype } from './strict-json.ts';

/** Browsers and proxies cut longer addresses; nothing we offer needs one. */
const URL_CHARACTERS_MAX = 8_192;

/** What is wrong with a request before its body is looked at; `null` when nothing is. */
export function requestRefusal(request: FastifyRequest): Refusal | null {
  const length = request.raw.url?.length ?? 0;
  if (length > URL_CHARACTERS_MAX) {
    const detail = `The address has ${length} characters; at most ${URL_CHARACTERS_MAX} are read.`;
    return { code: 'uri_too_long', field: null, detail };
  }
  return (
    pathRefusal(request) ??
    headerRefusal(request) ??
    queryRefusal(request) ??
    textRefusal(request) ??
    encodingRefusal(request)
  );
}

/** No text in the database may hold this character, so nothing has such a name. */
function pathRefusal({ raw: { url = '' } }: FastifyRequest): Refusal | null {
  const [path = ''] = url.split('?');
  if (!path.startsWith('/api/') || !path.includes('%00')) return null;
  const detail = 'The path holds a zero character (%00), which no name may.';
  return { code: 'parameter_invalid', field: 'path', value: '%00', detail, expected: { kind: 'storable' } };
}

function headerRefusal(request: FastifyRequest): Refusal | null {
  const names = request.raw.rawHeaders.filter((_, index) => index % 2 === 0);
  const bad = names.find(reachesPrototype);
  return bad === undefined ? null : prototypeName('headers', bad);
}

function queryRefusal(request: FastifyRequest): Refusal | null {
  const query: unknown = request.query;
  const names = typeof query === 'object' && query !== null ? Object.keys(query) : [];
  const bad = names.find(reachesPrototype);
  return bad === undefined ? null : prototypeName(bad, bad);
}

/** Reports of shops outside the API are kept as they came and judged afterwards. */
function textRefusal(request: FastifyRequest): Refusal | null {
  if (!request.url.includes('%') || !request.url.startsWith('/api/')) return null;
  return unstorableRefusal(request.query, 'address');
}

/** A compressed body is refused unread: what it becomes cannot be bounded by what it is (BAD-64). */
function encodingRefusal(request: FastifyRequest): Refusal | null {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return null;
  const detail = `The body comes with Content-Encoding ${encoding.slice(0, 40)}; expected none.`;
  return { code: 'expanded_too_large', field: 'Content-Encoding', value: encoding.slice(0, 40), detail };
}
