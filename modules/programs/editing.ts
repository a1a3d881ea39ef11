import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { ProgramChange, ProgramDraft } from '../../contract/wire/program-editing.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { isBeforeApproval } from './life.ts';
import type { Program, ProgramKeys } from './model.ts';
import { type By, type Changeable, changeProgram, createProgram, noProgram, setTrafficTypes } from './service.ts';
import { lockedProgram, programsByCodes, trafficTypesOf } from './store.ts';
import { trafficTableOf } from './traffic-kinds.ts';
import { defaultTrafficTable } from './traffic-policy.ts';

/** Two weeks are what partners are used to; the advertiser may choose another notice before its program is approved. */
const NOTICE_DAYS = 14;

/** Who edits: an organisation works on its own programs, the operator on all. */
export interface Editor extends By {
  /** `null`: the operator. */
  readonly orgId: string | null;
}

/** Makes a program that nobody but its advertiser sees. Needs a system transaction. Refuses `program_exists` and `field_invalid`. */
export async function draftProgram(
  tx: Tx,
  draft: ProgramDraft,
  keys: MasterKeys,
  by: By & { readonly orgId: string },
): Promise<Result<{ readonly program: Program } & ProgramKeys>> {
  const { orgId, at, actor } = by;
  const { code, name, home_url: homeUrl, time_zone: timeZone = 'UTC', ...more } = draft;
  const linked = await linkProblem(tx, draft, null, orgId);
  if (linked !== null) return refused(linked);
  const recruiting = { ...recruitingSaid(draft.recruiting ?? { state: 'open', reason: null }), since: at };
  const settings = { termsNoticeDays: NOTICE_DAYS, termsNeedTwo: true, ...settingsOf(more), recruiting };
  const allowedHosts = draft.allowed_hosts ?? hostsOf(homeUrl);
  const fixed = {
    code,
    name,
    homeUrl,
    allowedHosts,
    timeZone,
    advertiserOrg: orgId,
    status: 'draft',
    at,
    actor,
  } as const;
  return createProgram(tx, { ...settings, ...fixed, trafficTypes: await defaultTrafficTable(tx) }, keys);
}

/**
 * Changes settings of a program. Needs a system transaction. Refuses `not_found`, `field_invalid`, and what would take from partners what
 * they were promised: a shorter notice of terms, or one person where two were needed, is the operator's to allow once the program is approved.
 */
export async function editProgram(tx: Tx, code: string, change: ProgramChange, by: Editor): Promise<Result<Program>> {
  const before = await lockedProgram(tx, code);
  if (before === null || (by.orgId !== null && before.advertiserOrg !== by.orgId)) return refused(noProgram(code));
  if (by.orgId !== null) {
    const problem = promiseProblem(before, change) ?? (await linkProblem(tx, change, before, by.orgId));
    if (problem !== null) return refused(problem);
  }
  const { at, actor } = by;
  const settings = settingsOf(change);
  const recruiting = recruitingOf(before, change, at);
  const all = { ...settings, ...(recruiting === null ? {} : { recruiting }) };
  return Object.keys(all).length === 0 ? ok(before) : changeProgram(tx, code, all, { at, actor });
}

/** Replaces the statuses of the traffic types. Needs a system transaction. Refuses `not_found` and `field_invalid`. */
export async function editTrafficTypes(
  tx: Tx,
  code: string,
  chosen: Parameters<typeof trafficTableOf>[0],
  by: Editor,
): Promise<Result<null>> {
  const program = await lockedProgram(tx, code);
  if (program === null || (by.orgId !== null && program.advertiserOrg !== by.orgId)) return refused(noProgram(code));
  const table = trafficTableOf(chosen, await trafficTypesOf(tx, code));
  return 'code' in table ? refused(table) : setTrafficTypes(tx, code, table, { at: by.at, actor: by.actor });
}

function hostsOf(homeUrl: string): string[] {
  return URL.canParse(homeUrl) ? [new URL(homeUrl).hostname] : [];
}

/** Names of the wire beside those of the model; what is left out is absent. */
function settingsOf(change: ProgramChange): Partial<Changeable> {
  const { cookie_seconds: seconds } = change;
  const named = {
    name: change.name,
    homeUrl: change.home_url,
    affiliateOnlyLanding: change.affiliate_only_landing,
    allowedHosts: change.allowed_hosts,
    landingPatterns: change.landing_patterns,
    clickParameter: change.click_parameter,
    fallbackUrl: change.fallback_url,
    signedLinksOnly: change.signed_links_only,
    categories: change.categories,
    countries: change.countries,
    cookieMs: seconds === undefined ? undefined : seconds * 1_000,
    defaultCurrency: change.default_currency,
    lostOrders: change.lost_orders,
    pixelAllowed: change.pixel_allowed,
    geoRouting: change.geo_routing,
    joinsAlso: change.joins_also,
    rulesWith: change.rules_with,
    termsNoticeDays: change.terms_notice_days,
    termsNeedTwo: change.terms_need_two,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

type RecruitingChange = NonNullable<ProgramChange['recruiting']>;

/** How long recruiting has been as it is stays readable: a new reason alone does not begin a new suspension (S-028). */
function recruitingOf(before: Program, { recruiting }: ProgramChange, at: number): Program['recruiting'] | null {
  if (recruiting === undefined) return null;
  const isSame = recruiting.state === before.recruiting.state;
  return { ...recruitingSaid(recruiting), since: isSame ? before.recruiting.since : at };
}

function recruitingSaid({ state, reason, reason_translations: translations = {} }: RecruitingChange) {
  return { state, reason, translations: state === 'open' ? {} : translations };
}

function promiseProblem(before: Program, change: ProgramChange): Refusal | null {
  if (isBeforeApproval(before)) return null;
  const { terms_notice_days: days, terms_need_two: needTwo } = change;
  if (days !== undefined && days < before.termsNoticeDays)
    return promised(
      'terms_notice_days',
      days,
      `at least the ${before.termsNoticeDays} days that partners were promised`,
    );
  if (needTwo === false && before.termsNeedTwo)
    return promised('terms_need_two', false, 'true, as it was when the program was approved');
  return null;
}

function promised(field: string, value: unknown, expected: string): Refusal {
  const detail = `${field}: expected ${expected}; got ${shownValue(value)}. The operator of the network may change it.`;
  return { code: 'field_invalid', field, value: shownValue(value), detail, expected: { kind: 'promised_to_partners' } };
}

/** Programs that are tied together share clicks, partners and rules: an advertiser ties its own, the operator others too. */
async function linkProblem(
  tx: Tx,
  change: ProgramChange,
  before: Program | null,
  orgId: string,
): Promise<Refusal | null> {
  const asked = [
    ['geo_routing.pair', change.geo_routing?.pair == null ? [] : [change.geo_routing.pair], [before?.geoRouting.pair]],
    ['joins_also', change.joins_also ?? [], before?.joinsAlso ?? []],
    ['rules_with', change.rules_with ?? [], before?.rulesWith ?? []],
  ] as const;
  const others = await programsByCodes(tx, [...new Set(asked.flatMap(([, codes]) => codes))]);
  for (const [field, codes, standing] of asked) {
    const foreign = codes.find((code) => !standing.includes(code) && others.get(code)?.advertiserOrg !== orgId);
    if (foreign === undefined) continue;
    const detail = `${field}: expected programs of your own; got ${shownValue(foreign)}. The operator ties programs of different advertisers.`;
    return { code: 'field_invalid', field, value: shownValue(foreign), detail, expected: { kind: 'own_program' } };
  }
  return null;
}
