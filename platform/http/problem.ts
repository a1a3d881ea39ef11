import type { FastifyReply } from 'fastify';
import {
  catalogueEntry,
  type ErrorLanguage,
  type Expectation,
  type Refusal,
  saidRefusal,
} from '../../contract/errors/index.ts';
import { chosenLanguage } from './language.ts';

/**
 * The body of every refusal (RFC 9457); `type` names the code, which is explained in the error catalogue. Title and remedy are in the
 * reader's language, the detail is English; in other languages `told` says of the case what its code has words for.
 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly told?: string;
  readonly code: string;
  readonly field: string | null;
  readonly value?: string;
  readonly remedy: string;
  readonly expected?: Expectation;
  readonly request_id: string;
  readonly [extra: string]: unknown;
}

export function problemOf(refusal: Refusal, requestId: string, language: ErrorLanguage = 'en'): Problem {
  const { expected } = refusal;
  const { title, told, remedy } = saidRefusal(refusal, language);
  return {
    ...refusal.extra,
    type: `urn:tributary:error:${refusal.code}`,
    title,
    status: catalogueEntry(refusal.code).status,
    detail: refusal.detail,
    ...(language === 'en' || told === '' ? {} : { told }),
    code: refusal.code,
    field: refusal.field,
    ...(refusal.value === undefined ? {} : { value: refusal.value }),
    remedy,
    ...(expected === undefined ? {} : { expected }),
    request_id: requestId,
  };
}

/**
 * Answers a request with a refusal, in the language that it asks for. The one place where an error code becomes an HTTP answer (habit 14).
 * `extra.retry_after` (seconds) becomes the header of that name, `extra.allow` the Allow header.
 */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const language = chosenLanguage(reply.request.headers);
  const problem = problemOf(refusal, reply.request.id, language);
  const challenge = challengeOf(refusal);
  if (challenge !== null) reply.header('www-authenticate', challenge);
  const { retry_after: retryAfter, allow } = refusal.extra ?? {};
  if (typeof retryAfter === 'number') reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (typeof allow === 'string') reply.header('allow', allow);
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('content-language', language)
    .header('vary', 'accept-language, cookie')
    .serializer(JSON.stringify)
    .send(problem);
}

/** Refusals of those who came without a token, where a signature would have done as well. */
const SIGNATURE_CODES: ReadonlySet<string> = new Set([
  'signature_missing',
  'signature_invalid',
  'timestamp_out_of_range',
]);

/** What RFC 6750 asks for beside 401 and 403 of a bearer token. */
function challengeOf(refusal: Refusal): string | null {
  if (refusal.code === 'invalid_client') return 'Basic realm="tributary"';
  if (refusal.code === 'invalid_token') return 'Bearer realm="tributary", error="invalid_token"';
  // RFC 6750, 3: without a token there is no error to name.
  if (SIGNATURE_CODES.has(refusal.code)) return 'Bearer realm="tributary"';
  if (refusal.code === 'insufficient_scope') {
    const scope = typeof refusal.extra?.['scope'] === 'string' ? refusal.extra['scope'] : '';
    return `Bearer realm="tributary", error="insufficient_scope", scope="${scope}"`;
  }
  return null;
}
