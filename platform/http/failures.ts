import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode, Refusal } from '../../contract/errors/index.ts';
import { isUnavailable } from '../db/index.ts';
import { sendRefusal } from './problem.ts';
import { RefusedRequest } from './refused.ts';
import { type SchemaFinding, schemaRefusal } from './requests/validation.ts';

/** What the framework itself refuses, in our words. */
const FRAMEWORK_CODES: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body_too_large', detail: 'The body exceeds the limit of this resource.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'content_type',
    detail: 'Expected application/json, application/x-www-form-urlencoded or multipart/form-data.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'bad_request',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'json_malformed', detail: 'The body is empty.' },
  FST_ERR_BAD_URL: {
    code: 'bad_request',
    detail: 'The address has a percent sign that is not followed by two hexadecimal digits.',
  },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'uri_too_long', detail: 'A part of the address is too long.' },
};

/** Answers whatever was thrown while a request was handled. Only defects become 500, and those tell nothing but the request id. */
export function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendRefusal(reply, failureRefusal(error, request));
}

/** Whatever was thrown, as a refusal. */
export function failureRefusal(error: unknown, request: FastifyRequest): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  if (!isErrorLike(error)) return defect(error, request);
  if (isUnavailable(error)) return away(error, request);
  if (error.validation !== undefined)
    return schemaRefusal(request, error.validationContext ?? 'body', error.validation);
  const known = FRAMEWORK_CODES[error.code ?? ''];
  if (known === undefined) return defect(error, request);
  const type = request.headers['content-type'];
  const isType = known.code === 'content_type';
  return {
    code: known.code,
    field: isType ? 'Content-Type' : null,
    ...(isType && type !== undefined ? { value: type.slice(0, 100) } : {}),
    detail: known.detail,
    extra: known.code === 'body_too_large' ? { limit_bytes: request.routeOptions.bodyLimit } : {},
  };
}

const RETRY_SECONDS = 5;

/** No defect: the caller comes again when the database is back, and whoever runs the network reads why. */
function away(error: ErrorLike, request: FastifyRequest): Refusal {
  request.log.warn({ err: error, requestId: request.id, route: request.routeOptions.url }, 'database away');
  return {
    code: 'not_ready',
    field: null,
    detail: 'The request was not carried out, as the database cannot be reached.',
    extra: { retry_after: RETRY_SECONDS },
  };
}

function defect(error: unknown, request: FastifyRequest): Refusal {
  request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed');
  return {
    code: 'internal_error',
    field: null,
    detail: 'The request could not be answered because of a defect on our side.',
  };
}

interface ErrorLike {
  readonly code?: string;
  readonly validation?: readonly SchemaFinding[];
  readonly validationContext?: string;
}

function isErrorLike(error: unknown): error is ErrorLike {
  return error instanceof Error;
}
