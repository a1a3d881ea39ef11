import type { Route } from './callers.ts';
import { FOREIGN_PROGRAM, OWN_PROGRAM } from './own.ts';
import type { Parameter } from './parameters.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: object | string;
}

/** What a value of a parameter is; parameters that are left out of the request have none. */
export type Values = ReadonlyMap<Parameter, string>;

export interface Texts {
  /** The terms of the owner's program. */
  readonly terms: string;
  /** The latest content of each kind of section of its page. */
  readonly sections: ReadonlyMap<string, unknown>;
  /** One that the owner's program sells. */
  readonly product: string;
}

/** A request that is right in everything but perhaps in whose things it names. */
export function requestOf(route: Route, values: Values, texts: Texts): Request {
  const path = new Map([...values].filter(([{ place }]) => place === 'path').map(([{ name }, value]) => [name, value]));
  // Names of nothing that anybody owns: any that the schema takes.
  const plain: Readonly<Record<string, string>> = {
    kind: route.url.includes('/catalogue/') ? 'products' : 'description',
    locale: 'en',
    product_id: texts.product,
    '*': 'OTHER-1/events',
  };
  const address = route.url.replace(/:([a-zA-Z_]+)|\*/g, (all, name = all) => {
    const named = path.get(name);
    return named === undefined ? (plain[name] ?? 'x') : encodeURIComponent(named);
  });
  const query = new URLSearchParams();
  for (const [{ place, name }, value] of values) if (place === 'query') query.set(name, value);
  const url = query.size === 0 ? address : `${address}?${query}`;
  const method = methodOf(route);
  const content = bodyOf(route, texts);
  if (content === null) return { method, url, headers: {} };
  if (typeof content === 'string') return { method, url, headers: { 'content-type': 'text/csv' }, payload: content };
  const payload: Record<string, unknown> = structuredClone({ ...content });
  for (const [{ place, name }, value] of values) if (place === 'body') put(payload, name, value);
  return { method, url, headers: { 'content-type': 'application/json' }, payload };
}

function methodOf({ method }: Route): Request['method'] {
  const known = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((each) => each === method);
  if (known === undefined) throw new Error(`${method} is no method of a route with a body or an answer`);
  return known;
}

/** Sets `a.b` or the one element of `a[]`. */
function put(target: Record<string, unknown>, name: string, value: string): void {
  const [head = '', ...rest] = name.split('.');
  if (rest.length > 0) {
    const inner: Record<string, unknown> = { ...Object(target[head]) };
    put(inner, rest.join('.'), value);
    target[head] = inner;
  } else if (head.endsWith('[]')) target[head.slice(0, -2)] = [value];
  else target[head] = value;
}

/** Bodies without ids; a write that is not named here takes none. */
function bodyOf({ method, url }: Route, { terms, sections }: Texts): object | string | null {
  const section = /^PUT .*\/page\/sections\/(\w+)\/:locale$/.exec(`${method} ${url}`)?.[1];
  if (section !== undefined) return { content: sections.get(section) };
  const reason = 'Agreed with partners.';
  const changed = terms.replaceAll('38.00 USD per order', '37.00 USD per order');
  const order = {
    order_id: 'NEW-1',
    ordered_at: '2022-06-15T08:00:00Z',
    currency: 'USD',
    lines: [{ line_id: '1', amount: '5.00' }],
  };
  const listed = { text: terms, list: 'special-stores', file: 'S-2', from: '2022-07-01', missing: 'keep' };
  const bodies: Readonly<Record<string, object | string>> = {
    'PUT /api/v1/members/:id/role': { role: 'finance' },
    'POST /api/v1/notices/read': {},
    'PATCH /api/v1/programs/:code': { terms_notice_days: 7 },
    'PUT /api/v1/programs/:code/traffic-types': { types: [{ key: 'content_site', status: 'allowed' }] },
    // Nobody has asked for it, so that nothing changes for its owner either.
    'POST /api/v1/programs/:code/status': { status: 'declined', reason },
    'POST /api/v1/programs/:code/terms': { text: terms, based_on: 1 },
    'POST /api/v1/programs/:code/terms/check': { text: terms },
    'POST /api/v1/programs/:code/terms/preview': { text: changed, based_on: 1 },
    'POST /api/v1/programs/:code/terms/proposals': { text: changed, based_on: 1, reason },
    'POST /api/v1/programs/:code/terms/proposals/:id/approve': { reason },
    'POST /api/v1/programs/:code/terms/proposals/:id/decline': { reason },
    'POST /api/v1/programs/:code/terms/lists': listed,
    'PUT /api/v1/programs/:code/terms/draft': { text: changed, based_on: 1, revision: 0 },
    'POST /api/v1/programs/:code/terms/backtests': {
      text: changed,
      from: '2022-06-01T00:00:00Z',
      until: '2022-06-02T00:00:00Z',
    },
    'PATCH /api/v1/ad-spaces/:id': { description: 'About gadgets.' },
    'POST /api/v1/ad-spaces/:id/ownership-checks': { method: 'file' },
    'POST /api/v1/programs/:code/coupons': { code: 'NEWCODE', valid_from: '2022-06-15T09:00:00Z' },
    'POST /api/v1/programs/:code/coupons/:id/end': { valid_until: '2022-07-01T00:00:00Z' },
    'POST /api/v1/applications': { program: OWN_PROGRAM, traffic_kind: 'content_site', rules: rulesRead },
    'POST /api/v1/programs/:code/rules/acceptance': { version: 1 },
    'POST /api/v1/deeplinks': { program: OWN_PROGRAM, urls: ['https://www.aliexpress.com/item/1005003.html'] },
    'POST /api/v1/short-links': {},
    'POST /api/v1/link-checks': {},
    'POST /api/v1/orders': order,
    'POST /api/v1/programs/:code/orders/*': { type: 'goods_received', at: '2022-06-15T09:00:00Z' },
    'POST /api/v1/conduct/sanctions/:id/appeal': { text: 'The claim is true.' },
    'POST /api/v1/partners/:id/:program/decline': { reason },
    'POST /api/v1/partners/verdicts': { verdict: 'approve' },
    'POST /api/v1/order-desk/handle': { selection: { program: OWN_PROGRAM }, verdict: 'declined', reason },
    'POST /api/v1/order-desk/:program/files': 'order_id,status\nOWN-1,approved\n',
    'POST /api/v1/programs/:code/catalogue/:kind': 'product_id,title\nP1,Lamp\n',
    'POST /api/v1/programs/:code/keys/signing-secret': {},
  };
  return bodies[`${method} ${url}`] ?? null;
}

const rulesRead = [OWN_PROGRAM, FOREIGN_PROGRAM].map((program) => ({ program, version: 1 }));
