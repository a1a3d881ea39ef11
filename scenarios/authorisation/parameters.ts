import { z } from 'zod';
import type { OrganisationKind } from '../../modules/accounts/index.ts';
import type { Route } from './callers.ts';

/** A thing that belongs to an organisation, as an address, a query or a body names it. */
export type Thing =
  | 'session'
  | 'passkey'
  | 'invitation'
  | 'member'
  | 'api application'
  | 'organisation'
  | 'notice'
  | 'program'
  | 'terms proposal'
  | 'backtest'
  | 'coupon'
  | 'ad space'
  | 'working ad space'
  | 'joined ad space'
  | 'pending ad space'
  | 'application'
  | 'program applied to'
  | 'order'
  | 'order of a program'
  | 'link'
  | 'link code'
  | 'sanction'
  | 'express payment';

export interface Parameter {
  readonly place: 'path' | 'query' | 'body';
  /** Of a body with dots and [] such as `lines[].product_id`. */
  readonly name: string;
  /** `null`: it names nothing that belongs to anybody. */
  readonly thing: Thing | null;
}

const ANYBODY: readonly OrganisationKind[] = ['publisher', 'advertiser', 'operator'];

/** Who can have one; to everybody else with the right to call, it is public or not theirs to have. */
export const owners: Readonly<Record<Thing, readonly OrganisationKind[]>> = {
  session: ANYBODY,
  passkey: ANYBODY,
  invitation: ANYBODY,
  member: ANYBODY,
  'api application': ANYBODY,
  notice: ['publisher', 'advertiser'],
  organisation: ['publisher', 'advertiser'],
  program: ['advertiser'],
  'terms proposal': ['advertiser'],
  backtest: ['advertiser'],
  coupon: ['advertiser'],
  'ad space': ['publisher'],
  'working ad space': ['publisher', 'advertiser'],
  'joined ad space': ['publisher', 'advertiser'],
  'pending ad space': ['advertiser'],
  application: ['advertiser'],
  'program applied to': ['advertiser'],
  order: ['publisher', 'advertiser'],
  'order of a program': ['publisher', 'advertiser'],
  link: ['publisher'],
  'link code': ['publisher', 'advertiser'],
  sanction: ['publisher'],
  'express payment': ['publisher'],
};

/** The first that fits `METHOD /address place.name` says what the parameter names. What nothing fits fails the test: say here what it is. */
const meanings: readonly (readonly [pattern: RegExp, thing: Thing | null])[] = [
  // Orders are named by their shop, and may be named before they are known; the signed click id speaks for itself.
  [/^POST \/api\/v1\/orders body\.(?!program$)/, null],
  [/^POST \/api\/v1\/programs\/:code\/orders\/\* (path\.\*|body\..*)$/, null],
  [/ \/api\/v1\/person\/sessions\/:id path\.id$/, 'session'],
  [/\/passkeys\/:id path\.id$/, 'passkey'],
  [/ \/api\/v1\/invitations\/:id path\.id$/, 'invitation'],
  [/ \/api\/v1\/members\/:id(\/role)? path\.id$/, 'member'],
  [/ \/api\/v1\/api-applications\/:id path\.id$/, 'api application'],
  [/ \/api\/v1\/notices query\.before$/, 'notice'],
  [/ \/api\/v1\/notices\/read body\.ids\[\]$/, 'notice'],
  [/\/terms\/proposals\/:id(\/\w+)? path\.id$/, 'terms proposal'],
  [/\/terms\/backtests\/:id path\.id$/, 'backtest'],
  [/ \/api\/v1\/programs\/:code\/coupons\/:id\/end path\.id$/, 'coupon'],
  [/ \/api\/v1\/conduct\/sanctions\/:id\/appeal path\.id$/, 'sanction'],
  [/ \/api\/v1\/partners\/:id\/:program\/\w+ path\.id$/, 'pending ad space'],
  [/ \/api\/v1\/partners\/:id\/:program\/\w+ body\.from$/, null],
  [/ \/api\/v1\/express-payments\/:id\/orders path\.id$/, 'express payment'],
  [/^GET \/api\/v1\/balances\/history query\.express_payment$/, 'express payment'],
  // An amount of the caller's own, under a key of its own making.
  [/^POST \/api\/v1\/express-payments body\./, null],
  [/^POST \/api\/v1\/partners\/verdicts body\.keys\[\]$/, 'application'],
  [/^POST \/api\/v1\/partners\/verdicts body\.code$/, null],
  [/^GET \/api\/v1\/partners\/waiting query\.text$/, null],
  [/^GET \/api\/v1\/partners\/waiting query\.program$/, 'program applied to'],
  [/^GET \/api\/v1\/partners query\.ad_space$/, 'pending ad space'],
  [/ \/api\/v1\/applications\/:id\/:program(\/\w+)? path\.id$/, 'joined ad space'],
  [/ \/api\/v1\/ad-spaces\/:id\/links path\.id$/, 'joined ad space'],
  [/ \/api\/v1\/ad-spaces\/:id(\/[\w-]+)? path\.id$/, 'ad space'],
  [/^POST \/api\/v1\/programs\/:code\/coupons body\.ad_space$/, 'joined ad space'],
  [/^POST \/api\/v1\/applications body\.ad_space$/, 'ad space'],
  // A complaint names an ad space by the code that stands in each of its links, for everybody to see.
  [/^POST \/api\/v1\/complaints body\./, null],
  [/\/rules\/acceptance body\.version$/, null],
  [/\/rules\/publish body\.(from|over\[\]\.\w+)$/, null],
  [/\/page\/preview query\.(locale|kind|size|creative_language)$/, null],
  [/^POST \/api\/v1\/deeplinks body\.ad_space$/, 'joined ad space'],
  [/ (query|body)\.(selection\.)?ad_space$/, 'working ad space'],
  [/^POST \/api\/v1\/(short-links|link-checks) body\.link$/, 'link'],
  [/ query\.link$/, 'link code'],
  [/^GET \/api\/v1\/orders\/(:order_id\/why path\.order_id|\* path\.\*)$/, 'order'],
  [/^GET \/api\/v1\/orders\/:program\/:order_id\/why path\.order_id$/, 'order of a program'],
  [/ (query|body)\.(selection\.)?(order|order_id|order_ids\[\])$/, 'order'],
  // Narrows the caller's own orders; what another did finds none of them (modules/orders).
  [/ (query|body)\.(selection\.)?handled_in$/, null],
  // Products are facts for every organisation (modules/catalogue).
  [/\/products\/:product_id path\.code$/, null],
  [/ (path\.(code|program)|(query|body)\.(selection\.)?program)$/, 'program'],
  [/^GET \/api\/v1\/program-settings query\.codes$/, 'program'],
  [/^GET \/api\/v1\/program(s|-settings) query\.(codes|q)$/, null],
  [/ body\.(rules\[\]\.program|joins_also\[\]|rules_with\[\]|geo_routing\.pair)$/, null],
  [/ query\.organisation$/, 'organisation'],
  // A click of somebody else is in no list of the caller's own (modules/clicks).
  [/^GET \/api\/v1\/clicks query\.(click|flag)$/, null],
  // Positions in a list of the caller's own; they are compared with, nothing is looked up by them.
  [/ query\.(after|before)$/, null],
  [/ path\.(kind|locale|product_id)$/, null],
  [
    / query\.(limit|offset|since|until|from|at|day|sort|language|format|group_by|mode|status|state|level|agreement|paid|recruiting)$/,
    null,
  ],
  [
    / query\.(action|subject|actor|reason|currency|account|verdict|quarantine|name|subid[0-4]?|country|device|hour)$/,
    null,
  ],
  [/ query\.(unnamed|counted|channel|result)$/, null],
  [/\/catalogue\/:kind query\.(missing|gone|again)$/, null],
  [/ query\.(traffic_type|totals)$/, null],
  [/ query\.publisher$/, 'organisation'],
  [/\/page\/sections\/[\w]+\/:locale body\./, null],
  // A list of the terms, by its name within them, and a file of what it is to hold.
  [/\/terms\/lists (body|query)\./, null],
  [/\/terms(\/\w+)? body\.(text|based_on|revision|reason|version|from|until)$/, null],
  [/\/terms\/proposals\/:id\/\w+ body\.reason$/, null],
  [/^(POST|PATCH) \/api\/v1\/programs(\/:code)? body\./, null],
  [/^(POST|PATCH) \/api\/v1\/ad-spaces(\/:id)? body\./, null],
  [/ \/api\/v1\/(person|session|invitations|organisation|api-applications)(\/[\w/-]+)? body\./, null],
  [/ \/api\/v1\/members\/:id\/role body\.role$/, null],
  [/\/coupons(\/:id\/end)? body\.(code|valid_from|valid_until)$/, null],
  [/^POST \/api\/v1\/applications body\.(traffic_kind|justification|rules\[\]\.version)$/, null],
  [/^POST \/api\/v1\/deeplinks body\.(urls\[\]|subids\.\w+|short)$/, null],
  [/ body\.(reason|reason_code|text|status|method|expected|verdict|types\[\]\.\w+|overlap_hours)$/, null],
  [/\/status body\.from$/, null],
  [/ body\.selection\.(since|until|status)$/, null],
];

/** Every parameter of a route; throws for one that nobody has said anything about. */
export function parametersOf(route: Route): readonly Parameter[] {
  const path = [...route.url.matchAll(/:([a-zA-Z_]+)|(\*)/g)].map(([, name, star]) => name ?? star ?? '');
  const asked = [
    ...path.map((name) => ({ place: 'path' as const, name })),
    ...leaves(route.query, '').map((name) => ({ place: 'query' as const, name })),
    ...leaves(route.body, '').map((name) => ({ place: 'body' as const, name })),
  ];
  return asked.map((parameter) => ({ ...parameter, thing: meaningOf(route, parameter.place, parameter.name) }));
}

function meaningOf({ method, url }: Route, place: string, name: string): Thing | null {
  const full = `${method} ${url} ${place}.${name}`;
  const found = meanings.find(([pattern]) => pattern.test(full));
  if (found === undefined)
    throw new Error(`${full}: say in scenarios/authorisation/parameters.ts what it names, or that it names nothing`);
  return found[1];
}

/** Names of everything that a schema takes, each once. */
function leaves(schema: unknown, path: string): string[] {
  const all = (): string[] => {
    if (schema instanceof z.ZodObject)
      return Object.entries(schema.shape).flatMap(([name, field]) =>
        leaves(field, path === '' ? name : `${path}.${name}`),
      );
    if (schema instanceof z.ZodArray) return leaves(schema.element, `${path}[]`);
    if (schema instanceof z.ZodRecord) return leaves(schema.valueType, `${path}{}`);
    if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leaves(option, path));
    if (
      schema instanceof z.ZodOptional ||
      schema instanceof z.ZodNullable ||
      schema instanceof z.ZodDefault ||
      schema instanceof z.ZodPrefault ||
      schema instanceof z.ZodExactOptional
    )
      return leaves(schema.unwrap(), path);
    if (schema instanceof z.ZodPipe) return leaves(schema.in, path);
    return schema === undefined ? [] : [path];
  };
  return [...new Set(all())];
}
