/** What the API says when it refuses (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly field: string | null;
  readonly remedy: string;
  readonly requestId: string | null;
  /** Everything else the problem carries. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What was wrong, in the reader's language: the API tells the single case in English only, and in others what such cases have in common. */
export function problemSentence({ title, detail, remedy }: Problem, language: string): string {
  return language === 'en' || title === '' ? detail : `${title}. ${remedy}`;
}

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

/** Address with the query's values that are there. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Reads. Throws `ApiProblem`. The answer's type is the schema's that the route declares in contract/wire. */
export async function apiGet<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return answered<T>(await reached(addressOf(path, query), { ...(signal === undefined ? {} : { signal }) }));
}

/** Changes something: JSON, or a file (`Blob`) with its own type. Throws `ApiProblem`. */
export async function apiSend<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = csrfToken === null ? {} : { 'x-csrf-token': csrfToken };
  if (body !== undefined)
    headers['content-type'] = isFile ? body.type || 'application/octet-stream' : 'application/json';
  const sent = body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) };
  return answered<T>(await reached(path, { method, headers, ...sent }));
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

async function reached(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({
      status: 0,
      code: 'offline',
      title: '',
      detail: '',
      field: null,
      remedy: '',
      requestId: null,
      extra: {},
    });
  }
}

async function answered<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new ApiProblem(await problemOf(answer));
  // The one place where an answer gets its type: routes answer by the schema whose type is asked for here.
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  const fields: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    status: answer.status,
    code: text('code') || 'unknown',
    title: text('title') || answer.statusText,
    detail: text('detail'),
    field: text('field') || null,
    remedy: text('remedy'),
    requestId: text('request_id') || null,
    extra: fields,
  };
}
