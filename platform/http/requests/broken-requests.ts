import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode, Refusal } from '../../../contract/errors/index.ts';
import { problemOf } from '../problem.ts';

/** What the parser below the framework says of a request that is no HTTP. */
const PARSER_CODES: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: { code: 'headers_too_large', detail: 'The headers exceed 32 kB.' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', detail: 'The request was not complete in time.' },
};

/**
 * Answers what could not even be parsed as a request, in the same shape as every refusal, and closes the connection. There is no
 * request to log: the id in the answer is only for the sender.
 */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const known = PARSER_CODES[error.code ?? ''] ?? {
    code: 'bad_request' as const,
    detail: 'The request is not HTTP/1.1.',
  };
  const refusal: Refusal = { code: known.code, field: null, detail: known.detail };
  const problem = problemOf(refusal, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Refused'}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
