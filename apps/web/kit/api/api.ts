/** What the API says when it refuses (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The single case in the reader's language; English has the detail. */
  readonly told: string;
  readonly value: string;
  readonly field: string | null;
  readonly remedy: string;
  readonly requestId: string | null;
  /** Everything else the problem carries. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Beside a field, that its value is not accepted needs no saying: what to do is enough, where that is said. */
const PLAIN_CODES: ReadonlySet<string> = new Set(['field_invalid', 'field_required', 'parameter_invalid']);

/** What was wrong, in the reader's language: the detail is English, in others a sentence is made for the case where its code has one. */
export function problemSentence({ code, title, detail, told, remedy, extra }: Problem, language: string): string {
  if ('expected' in extra) return remedy;
  if (language === 'en' || title === '') return detail;
  if (PLAIN_CODES.has(code)) return remedy;
  return [`${title}.`, told, remedy].filter((text) => text !== '').join(' ');
}

/** What the API says to whoever is not signed in, or not any more: to programs it speaks of tokens. */
const SIGNED_OUT_CODES: ReadonlySet<string> = new Set(['invalid_token', 'not_signed_in']);
export const isSignedOut = ({ code }: Problem): boolean => SIGNED_OUT_CODES.has(code);

/** What is refused because of who one is by now: what this window knows of the session is out of date. */
const STANDING_CODES: ReadonlySet<string> = new Set([
  'organisation_blocked',
  'organisation_not_active',
  'role_not_allowed',
]);
export const tellsStanding = (error: unknown): boolean =>
  error instanceof ApiProblem && STANDING_CODES.has(error.problem.code);

export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let csrfToken: string | null = null;

/** Given by `GET /api/v1/session`; every write carries it (T-20). */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

let renewCsrfToken: (() => Promise<unknown>) | null = null;

/** What asks for the session again: somebody who signed in anew in another window has another token. */
export function renewCsrfTokenBy(renew: () => Promise<unknown>): void {
  renewCsrfToken = renew;
}

/** Address with the query's values that are there. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Nothing that is read takes this long, except what tells how far it is; milliseconds. */
const READ_MS_MAX = 30_000;

/**
 * Reads. Throws `ApiProblem`, also where the whole answer is not there in `millisecondsMax`. The answer's type is the schema's that the route
 * declares in contract/wire.
 */
export async function apiGet<T>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
  millisecondsMax = READ_MS_MAX,
): Promise<T> {
  const bound = AbortSignal.timeout(millisecondsMax);
  try {
    const either = signal === undefined ? bound : AbortSignal.any([bound, signal]);
    return await answered<T>(await reached(addressOf(path, query), { signal: either }));
  } catch (error) {
    throw bound.aborted && signal?.aborted !== true ? new ApiProblem(SILENT) : error;
  }
}

/** Changes something: JSON, or a file (`Blob`) with its own type. Throws `ApiProblem`. */
export async function apiSend<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return answered<T>(await sent(method, path, body, {}));
}

/** How far some work is; `total` where it is known. */
export interface WorkDone {
  readonly done: number;
  readonly total: number | null;
}

/**
 * The same for work that may take a minute: tells in between how far it is. Only for routes that answer in lines (`answerWatched`). Stopped by
 * the signal it ends like a connection that breaks; for what changes nothing.
 */
export async function apiSendWatched<T>(
  method: Method,
  path: string,
  body: unknown,
  onProgress: (work: WorkDone) => void,
  signal: AbortSignal | null = null,
): Promise<T> {
  return watched<T>(await sent(method, path, body, { accept: WATCHED }, signal), onProgress);
}

/** Reads what takes long, told in the same way. */
export async function apiGetWatched<T>(
  path: string,
  query: Query,
  onProgress: (work: WorkDone) => void,
  signal: AbortSignal,
): Promise<T> {
  return watched<T>(await reached(addressOf(path, query), { headers: { accept: WATCHED }, signal }), onProgress);
}

const WATCHED = 'application/x-ndjson, application/problem+json';

async function watched<T>(answer: Response, onProgress: (work: WorkDone) => void): Promise<T> {
  if (!answer.ok || answer.body === null) throw new ApiProblem(await problemOf(answer));
  for await (const line of linesOf(answer.body)) {
    // The same place for answers in lines: the route answers by the schema whose type is asked for here.
    const told = JSON.parse(line) as WorkDone | { readonly answer: T } | { readonly problem: unknown };
    if ('answer' in told) return told.answer;
    if ('problem' in told) throw new ApiProblem(problemIn(told.problem, answer));
    onProgress(told);
  }
  throw new ApiProblem(OFFLINE);
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  // A connection that breaks in the middle is told like one that was never made.
  const next = () =>
    reader.read().catch(() => {
      throw new ApiProblem(OFFLINE);
    });
  for (let part = await next(); !part.done; part = await next()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** Once more where only the token was out of date. */
async function sent(...request: Parameters<typeof sentOnce>): Promise<Response> {
  const token = csrfToken;
  const answer = await sentOnce(...request);
  if (answer.status !== 403 || renewCsrfToken === null) return answer;
  if ((await problemOf(answer.clone())).code !== 'csrf_token_invalid') return answer;
  await renewCsrfToken();
  return csrfToken === null || csrfToken === token ? answer : sentOnce(...request);
}

async function sentOnce(
  method: Method,
  path: string,
  body: unknown,
  more: Readonly<Record<string, string>>,
  signal: AbortSignal | null = null,
): Promise<Response> {
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = csrfToken === null ? { ...more } : { ...more, 'x-csrf-token': csrfToken };
  if (body !== undefined)
    headers['content-type'] = isFile ? body.type || 'application/octet-stream' : 'application/json';
  const given = body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) };
  return reached(path, { method, headers, signal, ...given });
}

/** Saves what the API answers as a file of the name it gives. */
export async function apiDownload(path: string, query: Query = {}): Promise<void> {
  const answer = await reached(addressOf(path, query), {});
  if (!answer.ok) throw new ApiProblem(await problemOf(answer));
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ?? path.split('/').at(-1) ?? 'download';
  link.click();
  URL.revokeObjectURL(link.href);
}

export const OFFLINE: Problem = {
  status: 0,
  code: 'offline',
  title: '',
  detail: '',
  told: '',
  value: '',
  field: null,
  remedy: '',
  requestId: null,
  extra: {},
};

/** Reached, as far as one knows, but without an answer. */
export const SILENT: Problem = { ...OFFLINE, status: 504, code: 'silent' };

const RETRIES_MAX = 2;

/** A refusal is an answer; only what did not get through is tried again, unless the server itself or we have waited for it already. */
export const isTriedAgain = (times: number, error: unknown): boolean =>
  times < RETRIES_MAX &&
  error instanceof ApiProblem &&
  (error.problem.status === 0 || (error.problem.status === 503 && error.problem.code !== 'not_ready'));

async function reached(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(OFFLINE);
  }
}

/** Whether the network answers at all. */
export const isReached = (): Promise<boolean> =>
  fetch('/health', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

async function answered<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new ApiProblem(await problemOf(answer));
  // The one place where an answer gets its type: routes answer by the schema whose type is asked for here.
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  return problemIn(await answer.json().catch(() => null), answer);
}

function problemIn(body: unknown, answer: Response): Problem {
  const fields: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    status: typeof fields['status'] === 'number' ? fields['status'] : answer.status,
    code: text('code') || 'unknown',
    title: text('title') || answer.statusText,
    detail: text('detail'),
    told: text('told'),
    value: text('value'),
    field: text('field') || null,
    remedy: text('remedy'),
    requestId: text('request_id') || null,
    extra: fields,
  };
}
