import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import {
  hashSecret,
  type MasterKeys,
  matchesHash,
  newSigningSecret,
  openSecret,
  randomAlphanumeric,
  randomHexadecimal,
  type SealedSecret,
  sealSecret,
} from '../../platform/secrets/index.ts';
import { recordAudit } from '../accounts/index.ts';
import type { Program, ProgramKeys, ReasonTranslations, TrafficTypeRule } from './model.ts';
import { programProblem, trafficTypesProblem } from './rules.ts';
import * as store from './store.ts';

const CAMPAIGN_CODE_CHARACTERS = 10;
const POSTBACK_KEY_CHARACTERS = 32;
const REVISION_SECRET_CHARACTERS = 40;
/** What the sub-key of the master key is for; changing it would close every box. */
const REVISION_PURPOSE = 'programs/revision-secret/v1';
const SIGNING_PURPOSE = 'programs/signing-secret/v1';

type Optional = Omit<
  Program,
  'code' | 'name' | 'advertiserOrg' | 'homeUrl' | 'allowedHosts' | 'trafficTypesChangedAt' | 'createdAt'
>;

/** What is needed to make a program; what is left out gets the default written beside `DEFAULTS`. */
export interface NewProgram
  extends Partial<Optional>,
    Pick<Program, 'code' | 'name' | 'advertiserOrg' | 'homeUrl' | 'allowedHosts'> {
  /** Empty: the program takes every kind of traffic. */
  readonly trafficTypes?: readonly TrafficTypeRule[];
  readonly at: Instant;
  readonly actor: string;
}

const DAY_MS = 86_400_000;

/** Longer than any change of a setting takes; a secret that is known to others ends at once, with 0. */
const SIGNING_OVERLAP_MS_MAX = 30 * DAY_MS;

/** `tribid` and not `click_id`: browsers strip well-known tracking parameters. 30 days are the usual cookie of the trade. */
const DEFAULTS = {
  actionCode: '1',
  tariffCode: '1',
  landingPatterns: [],
  clickParameter: 'tribid',
  fallbackUrl: null,
  signedLinksOnly: false,
  status: 'active',
  statusReason: null,
  affiliateOnlyLanding: false,
  categories: [],
  countries: [],
  termsNoticeDays: 0,
  termsNeedTwo: false,
  timeZone: 'UTC',
  defaultCurrency: null,
  lostOrders: false,
  cookieMs: 30 * DAY_MS,
  geoRouting: { pair: null, mode: 'off', share: 0, countries: null },
  pixelAllowed: true,
  joinsAlso: [],
  rulesWith: [],
} as const satisfies Partial<Optional>;

/**
 * Makes a program with its secrets, which are in the answer and nowhere else in plain text. Needs a system transaction.
 * Refuses `program_exists` and `field_invalid` (naming the setting).
 */
export async function createProgram(
  tx: Tx,
  input: NewProgram,
  keys: MasterKeys,
): Promise<Result<{ readonly program: Program } & ProgramKeys>> {
  const { trafficTypes = [], at, actor, ...settings } = input;
  const program: Program = {
    ...DEFAULTS,
    campaignCode: randomHexadecimal(CAMPAIGN_CODE_CHARACTERS),
    recruiting: { state: 'open', reason: null, translations: {}, since: at },
    statusSince: at,
    ...settings,
    trafficTypesChangedAt: trafficTypes.length === 0 ? null : at,
    createdAt: at,
  };
  const problem = programProblem(program) ?? trafficTypesProblem(trafficTypes);
  if (problem !== null) return refused(problem);
  if (!(await store.insertProgram(tx, program))) {
    const detail = `A program with the code ${program.code} or the campaign code ${program.campaignCode} exists.`;
    return refused({ code: 'program_exists', field: 'code', value: program.code, detail });
  }
  await store.replaceTrafficTypes(tx, program.code, trafficTypes);
  const secrets = await writeKeys(tx, program, keys, at);
  await audited(tx, program, 'program.created', { at, actor }, { name: program.name });
  return ok({ program, ...secrets });
}

/** Makes new secrets; the old ones end at once. Needs a system transaction. */
export async function renewProgramKeys(tx: Tx, code: string, keys: MasterKeys, by: By): Promise<Result<ProgramKeys>> {
  const program = await store.lockedProgram(tx, code);
  if (program === null) return refused(noProgram(code));
  const secrets = await writeKeys(tx, program, keys, by.at);
  await audited(tx, program, 'program.keys_renewed', by, {});
  return ok(secrets);
}

/** Who changes something, and when. */
export interface By {
  readonly at: Instant;
  readonly actor: string;
}

export type Changeable = Omit<
  Program,
  | 'code'
  | 'advertiserOrg'
  | 'campaignCode'
  | 'actionCode'
  | 'tariffCode'
  | 'timeZone'
  | 'trafficTypesChangedAt'
  | 'createdAt'
>;

/**
 * Changes settings of a program. Needs a system transaction. Its codes and its time zone stay for ever: links, conversions and
 * days of decisions rest on them. Refuses `not_found` and `field_invalid`.
 */
export async function changeProgram(
  tx: Tx,
  code: string,
  change: Partial<Changeable>,
  by: By,
): Promise<Result<Program>> {
  const before = await store.lockedProgram(tx, code);
  if (before === null) return refused(noProgram(code));
  const program: Program = { ...before, ...change };
  const problem = programProblem(program);
  if (problem !== null) return refused(problem);
  await store.updateProgram(tx, program);
  await audited(tx, program, 'program.changed', by, { before: pick(before, change), after: change });
  return ok(program);
}

/** Opens recruiting, or suspends it with the reason that is shown to everybody (S-028). Needs a system transaction. */
export async function setRecruiting(
  tx: Tx,
  code: string,
  recruiting:
    | { readonly state: 'open' }
    | { readonly state: 'suspended'; readonly reason: string; readonly translations?: ReasonTranslations },
  by: By,
): Promise<Result<Program>> {
  const isOpen = recruiting.state === 'open';
  const said = isOpen
    ? { reason: null, translations: {} }
    : { reason: recruiting.reason, translations: recruiting.translations ?? {} };
  return changeProgram(tx, code, { recruiting: { state: recruiting.state, ...said, since: by.at } }, by);
}

/** Replaces the table of traffic types; the same table again changes nothing, its date included (S-130). Needs a system transaction. */
export async function setTrafficTypes(
  tx: Tx,
  code: string,
  rules: readonly TrafficTypeRule[],
  by: By,
): Promise<Result<null>> {
  const program = await store.lockedProgram(tx, code);
  if (program === null) return refused(noProgram(code));
  const problem = trafficTypesProblem(rules);
  if (problem !== null) return refused(problem);
  const before = await store.trafficTypesOf(tx, code);
  if (isDeepStrictEqual(before, rules)) return ok(null);
  await store.replaceTrafficTypes(tx, code, rules);
  await store.updateProgram(tx, { ...program, trafficTypesChangedAt: by.at });
  await audited(tx, program, 'program.traffic_types_changed', by, { before, after: rules });
  return ok(null);
}

/** Whether a conversion's key is the program's, compared in constant time; false for an unknown program too. */
export async function verifyPostbackKey(q: Queryable, code: string, key: string): Promise<boolean> {
  const secret = await store.secretOf(q, code);
  // An unknown program is compared as well, so that it cannot be told from a wrong key by the time it takes.
  const matches = matchesHash(key, secret?.postbackKeyHash ?? hashSecret(''));
  return secret !== null && matches;
}

/** The program's revision secret in plain text; `null` for an unknown program. Throws when the master key does not open it. */
export async function revisionSecretOf(q: Queryable, code: string, keys: MasterKeys): Promise<string | null> {
  const secret = await store.secretOf(q, code);
  if (secret === null) return null;
  return opened(keys, REVISION_PURPOSE, code, secret.revisionSecret);
}

/**
 * Makes a new signing secret, which is in the answer and nowhere else in plain text. The present one counts for `overlapMs` more, so
 * that a shop changes over without a gap; one that was still counting from an earlier rotation ends. Needs a system transaction.
 * Refuses `not_found` and `field_invalid`.
 */
export async function rotateSigningSecret(
  tx: Tx,
  code: string,
  keys: MasterKeys,
  by: By & { readonly overlapMs: number },
): Promise<Result<{ readonly signingSecret: string; readonly previousUntil: Instant }>> {
  const { overlapMs, ...change } = by;
  if (!Number.isSafeInteger(overlapMs) || overlapMs < 0 || overlapMs > SIGNING_OVERLAP_MS_MAX) {
    const detail = `overlapMs: expected 0 to ${SIGNING_OVERLAP_MS_MAX} milliseconds; got ${overlapMs}.`;
    return refused({
      code: 'field_invalid',
      field: 'overlapMs',
      value: String(overlapMs),
      detail,
      expected: { kind: 'at_most', value: String(SIGNING_OVERLAP_MS_MAX) },
    });
  }
  const program = await store.lockedProgram(tx, code);
  if (program === null) return refused(noProgram(code));
  const signingSecret = newSigningSecret();
  const previousUntil = by.at + overlapMs;
  await store.putSigningSecret(tx, code, sealSecret(keys, SIGNING_PURPOSE, code, signingSecret), previousUntil);
  const detail = { previous_until: formatInstant(previousUntil) };
  await audited(tx, program, 'program.signing_secret_rotated', change, detail);
  return ok({ signingSecret, previousUntil });
}

/**
 * The program's signing secrets in plain text that count at `at`, the present one first; none for an unknown program. Throws when the
 * master key does not open one.
 */
export async function signingSecretsOf(
  q: Queryable,
  code: string,
  keys: MasterKeys,
  at: Instant,
): Promise<readonly string[]> {
  const sealed = await store.signingSecretsAt(q, code, at);
  return sealed.map((secret) => opened(keys, SIGNING_PURPOSE, code, secret));
}

function opened(keys: MasterKeys, purpose: string, code: string, sealed: SealedSecret): string {
  const secret = openSecret(keys, purpose, code, sealed);
  if (secret !== null) return secret;
  throw new Error(`${purpose} of ${code}: sealed under another master key; add that key as a previous one`);
}

export function noProgram(code: string): Refusal {
  const shown = shownValue(code);
  return { code: 'not_found', field: 'program', value: shown, detail: `There is no program ${shown}.` };
}

async function writeKeys(tx: Tx, program: Program, keys: MasterKeys, at: Instant): Promise<ProgramKeys> {
  const postbackKey = randomAlphanumeric(POSTBACK_KEY_CHARACTERS);
  const revisionSecret = randomAlphanumeric(REVISION_SECRET_CHARACTERS);
  const signingSecret = newSigningSecret();
  const sealed = {
    postbackKeyHash: hashSecret(postbackKey),
    revisionSecret: sealSecret(keys, REVISION_PURPOSE, program.code, revisionSecret),
    signingSecret: sealSecret(keys, SIGNING_PURPOSE, program.code, signingSecret),
  };
  await store.putSecret(tx, program, sealed, at);
  return { postbackKey, revisionSecret, signingSecret };
}

async function audited(
  tx: Tx,
  program: Program,
  action: AuditAction,
  by: By,
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, { ...by, orgId: program.advertiserOrg, action, subject: `program:${program.code}`, detail });
}

function pick(program: Program, change: Partial<Changeable>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(program).filter(([name]) => Object.hasOwn(change, name)));
}
