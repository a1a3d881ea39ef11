import { afterAll, beforeAll, expect, test } from 'vitest';
import { editedSections } from '../../contract/wire/program-page.ts';
import type { OrganisationKind } from '../../modules/accounts/index.ts';
import { openStage, type Route, type Stage } from './callers.ts';
import { Belongings, FOREIGN_PROGRAM, OWN_PROGRAM, openParties, type Parties } from './own.ts';
import { owners, type Parameter, parametersOf, type Thing } from './parameters.ts';
import { requestOf, type Texts } from './requests.ts';
import { fingerprint } from './state.ts';

let stage: Stage;
let parties: Parties;
let own: Belongings;
let texts: Texts;

beforeAll(async () => {
  stage = await openStage();
  parties = await openParties(stage);
  own = new Belongings(stage, parties);
  texts = await textsOf();
}, 120_000);
afterAll(() => stage.close());

/** One parameter of a route that names a thing, and a kind of organisation that can own it. */
interface Cell {
  readonly route: Route;
  readonly kind: OrganisationKind;
  readonly asked: Parameter & { readonly thing: Thing };
  /** The other parts of the address. */
  readonly beside: readonly Parameter[];
}

/** Routes for operators alone are about everybody's things by intention; public ones are about things that everybody sees. */
function cellsOf(route: Route): Cell[] {
  if (route.access.kind === 'public' || route.method === 'HEAD') return [];
  const { callers } = route.access;
  if (callers.length === 1 && callers[0] === 'operator') return [];
  const parameters = parametersOf(route);
  const kinds = (['publisher', 'advertiser', 'operator'] as const).filter(
    (kind) => callers.length === 0 || callers.includes(kind),
  );
  return parameters.flatMap((asked) =>
    kinds
      .filter((kind) => asked.thing !== null && owners[asked.thing].includes(kind))
      .map((kind) => ({
        route,
        kind,
        asked: { ...asked, thing: asked.thing ?? 'program' },
        beside: parameters.filter(
          (other) => other.name !== asked.name && (other.place === 'path' || isAlwaysAsked(route, other)),
        ),
      })),
  );
}

function isAlwaysAsked({ url }: Route, { place, name }: Parameter): boolean {
  return url === '/api/v1/clicks' && place === 'query' && name === 'program';
}

/** What an address names is not found; what a body names may be refused in the words of the form, as long as an unknown one is too. */
function isRefused(cell: Cell, { status }: Answer): boolean {
  if (isSilent(cell)) return true;
  return cell.asked.place === 'path' ? status === 404 : status >= 400 && status < 500;
}

/** Lists and batches, which answer with what they find among the caller's own: a foreign id is like one that finds nothing. */
function isSilent({ route, asked }: Cell): boolean {
  return (
    asked.place === 'query' || /\/(notices\/read|link-checks|order-desk\/handle|partners\/verdicts)$/.test(route.url)
  );
}

/** Each request has ids of its own. */
const OF_THE_REQUEST = /"(request_id|intake_id)":"[^"]*",?/g;
/** What is reported of orders is kept as it came, whatever becomes of it; exports are in the audit of who asked (I-34). */
function isRecord({ url }: Route, table: string): boolean {
  if (table === 'orders.intake') return /^\/api\/v1\/(orders|programs\/:code\/orders\/\*)$/.test(url);
  return table === 'accounts.audit' && url.endsWith('/export');
}

/** Parameters for operators; others are answered about themselves, whomever they name. */
function isIgnored({ route, asked }: Cell): boolean {
  return (
    asked.thing === 'organisation' &&
    /^\/api\/v1\/(audit|balances|balances\/history|conduct\/sanctions)$/.test(route.url)
  );
}

interface Answer {
  readonly status: number;
  /** With the id that was asked for replaced, so that two answers can be compared. */
  readonly body: string;
}

async function ask(cell: Cell, as: 'owner' | 'foreign', id: string, beside: 'owner' | 'foreign'): Promise<Answer> {
  const values = new Map<Parameter, string>([[cell.asked, id]]);
  for (const other of cell.beside) {
    const isOwnable = other.thing !== null && owners[other.thing].includes(cell.kind);
    if (other.thing === 'program') values.set(other, isOwnable && beside === 'foreign' ? FOREIGN_PROGRAM : OWN_PROGRAM);
    else if (other.thing !== null) values.set(other, await besideId(other.thing, cell.kind));
  }
  const { headers, ...request } = requestOf(cell.route, values, texts);
  const caller = parties[as][cell.kind];
  const answer = await stage.server.inject({ ...request, headers: { ...headers, ...caller.headers } });
  const body = answer.body
    .replace(OF_THE_REQUEST, '')
    .replaceAll(encodeURIComponent(id), '§')
    .replaceAll(id, '§')
    .replaceAll(lastPart(id), '§');
  return { status: answer.statusCode, body };
}

/** Of a link its code. */
function lastPart(id: string): string {
  return /\/g\/(\w+)\/$/.exec(id)?.[1] ?? id;
}

const besideIds = new Map<string, Promise<string>>();
function besideId(thing: Thing, kind: OrganisationKind): Promise<string> {
  const found = besideIds.get(`${thing} ${kind}`) ?? own.id(thing, kind);
  besideIds.set(`${thing} ${kind}`, found);
  return found;
}

/** What is wrong with a cell: nothing, most of all. */
async function faultsOf(cell: Cell): Promise<string[]> {
  const { route, kind, asked } = cell;
  const faults: string[] = [];
  const name = `${route.method} ${route.url} ${asked.place}.${asked.name} × ${kind}`;
  const id = await own.id(asked.thing, kind);
  besideIds.clear();
  for (const other of cell.beside)
    if (other.thing !== null && other.thing !== 'program') await besideId(other.thing, kind);
  const before = await fingerprint(stage.db);
  const hasOwnBeside = cell.beside.some(({ thing }) => thing !== null && owners[thing].includes(kind));
  for (const beside of hasOwnBeside ? (['foreign', 'owner'] as const) : (['foreign'] as const)) {
    const unknown = await ask(cell, 'foreign', own.unknown(asked.thing), beside);
    const foreign = await ask(cell, 'foreign', id, beside);
    if (foreign.status !== unknown.status || foreign.body !== unknown.body)
      faults.push(`${name}: a foreign one is told from an unknown one: ${show(foreign)}, unknown ${show(unknown)}`);
    if (!isRefused(cell, foreign)) faults.push(`${name}: a foreign one is answered ${show(foreign)}`);
  }
  const after = await fingerprint(stage.db);
  const changed = [...after]
    .filter(([table, print]) => before.get(table) !== print && !isRecord(route, table))
    .map(([table]) => table);
  if (changed.length > 0) faults.push(`${name}: asking for foreign ones changed ${changed}`);
  if (route.url.includes('/page/sections/:kind/'))
    await draftSection('description', { text: 'Everything for the garden.' });
  if (route.url.endsWith('/rules/publish')) await draftSection('rules', { intro: 'Be fair.', rules: [], further: [] });
  const missing = await ask(cell, 'owner', own.unknown(asked.thing), 'owner');
  const owned = await ask(cell, 'owner', id, 'owner');
  await own.untilIdle();
  if (isIgnored(cell)) return faults;
  if (owned.status === 404 || (owned.status === missing.status && owned.body === missing.body))
    faults.push(`${name}: its owner is answered ${show(owned)}, unknown ${show(missing)}`);
  return faults;
}

function show({ status, body }: Answer): string {
  return `${status} ${body.slice(0, 300)}`;
}

test('foreign things are like none, on every route that takes an id: for each parameter and each kind that can own it (T-14, T-15)', {
  timeout: 500_000,
}, async () => {
  const cells = stage.routes.flatMap(cellsOf);
  const faults: string[] = [];
  for (const cell of cells) faults.push(...(await faultsOf(cell)));
  expect(faults).toEqual([]);
  const routes = new Set(cells.map(({ route }) => `${route.method} ${route.url}`));
  // A route that takes an id is in here by itself, so that these numbers only grow.
  expect(cells.length, `${cells.length} cells of ${routes.size} routes, all asserted`).toBeGreaterThanOrEqual(139);
  expect(routes.size).toBeGreaterThanOrEqual(85);
});

/** What is published or thrown away was written before. */
async function draftSection(kind: string, content: object): Promise<void> {
  const url = `/api/v1/programs/${OWN_PROGRAM}/page/sections/${kind}/en`;
  const payload = { content };
  const answer = await stage.server.inject({
    method: 'PUT',
    url,
    headers: { ...parties.owner.advertiser.headers },
    payload,
  });
  expect(answer.statusCode).toBeLessThan(300);
}

async function textsOf(): Promise<Texts> {
  const read = async (path: string) => {
    const answer = await stage.server.inject({
      url: `/api/v1/programs/${path}`,
      headers: { ...parties.foreign.advertiser.headers },
    });
    return answer.json();
  };
  const { text } = await read(`${OWN_PROGRAM}/terms`);
  const { sections } = editedSections.parse(await read(`${FOREIGN_PROGRAM}/page/sections`));
  const english = sections.filter(({ locale }) => locale === 'en');
  const product =
    stage.established.credentials.products.find(({ program }) => program === OWN_PROGRAM)?.product_id ?? '';
  return { product, terms: text, sections: new Map(english.map(({ kind, published }) => [kind, published?.content])) };
}
