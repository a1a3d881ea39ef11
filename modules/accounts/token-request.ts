import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';

/** What a token request may say. Anything else in it is passed over: one client sends an unrelated body along (admitad-api 0.2). */
const PARAMETERS = ['grant_type', 'client_id', 'client_secret', 'scope'] as const;
type Parameter = (typeof PARAMETERS)[number];

export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** Ids and secrets of ours are shorter; scopes are the longest parameter. */
const PARAMETER_CHARACTERS_MAX = 2_000;

/**
 * Reads a token request from where clients put it: form, multipart or JSON body, query, Basic header. Each parameter is one text;
 * numbers, lists, objects and contradicting places are `invalid_request` (T-22).
 */
export function readTokenRequest(
  body: unknown,
  query: unknown,
  authorization: string | undefined,
): Result<TokenRequest> {
  const given: Partial<Record<Parameter, string>> = {};
  for (const name of PARAMETERS) {
    for (const value of [own(body, name), own(query, name)]) {
      if (value === undefined) continue;
      const problem = parameterProblem(name, value, given[name]);
      if (problem !== null) return refused(problem);
      given[name] = String(value);
    }
  }
  if (given.grant_type === undefined)
    return refused(invalid('grant_type', 'grant_type is missing; expected client_credentials.'));
  if (given.grant_type !== 'client_credentials') {
    const shown = shownValue(given.grant_type);
    const detail = `grant_type ${shown} is not supported; expected client_credentials.`;
    return refused({ code: 'unsupported_grant_type', field: 'grant_type', value: shown, detail });
  }
  const client = credentials(given.client_id, given.client_secret, authorization);
  if (!client.ok) return client;
  return ok({ ...client.value, scopes: (given.scope ?? '').split(/[ ,]+/).filter((scope) => scope !== '') });
}

function own(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || Array.isArray(source) || !Object.hasOwn(source, name))
    return undefined;
  return Reflect.get(source, name);
}

function parameterProblem(name: Parameter, value: unknown, before: string | undefined): Refusal | null {
  if (Array.isArray(value) && value.length > 1)
    return invalid(name, `${name} was sent ${value.length} times; expected once.`);
  if (Array.isArray(value)) return invalid(name, `${name} is a list; expected a text.`);
  if (typeof value !== 'string')
    return invalid(name, `${name} is ${value === null ? 'null' : `a ${typeof value}`}; expected a text.`);
  if (value.length > PARAMETER_CHARACTERS_MAX)
    return invalid(name, `${name} has more than ${PARAMETER_CHARACTERS_MAX} characters.`);
  if (before !== undefined && before !== value) return invalid(name, `${name} differs between body and query.`);
  return null;
}

function credentials(
  bodyId: string | undefined,
  bodySecret: string | undefined,
  authorization: string | undefined,
): Result<{ readonly clientId: string; readonly clientSecret: string }> {
  const basic = authorization === undefined ? null : readBasic(authorization);
  const clientId = basic?.id ?? bodyId;
  const clientSecret = basic?.secret ?? bodySecret;
  const contradicts =
    basic !== null && ((bodyId ?? basic.id) !== basic.id || (bodySecret ?? basic.secret) !== basic.secret);
  if (contradicts)
    return refused(invalid('client_id', 'The credentials of the Authorization header and of the body differ.'));
  if (clientId === undefined || clientSecret === undefined || clientId === '' || clientSecret === '') {
    const detail = 'Expected client id and secret, as HTTP Basic authentication or as client_id and client_secret.';
    return refused({ code: 'invalid_client', field: 'client_id', detail });
  }
  return ok({ clientId, clientSecret });
}

function readBasic(authorization: string): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/_-]{1,2048}=*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function invalid(field: Parameter, detail: string): Refusal {
  return { code: 'invalid_request', field, detail };
}
