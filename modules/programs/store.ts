import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, UNSEEN, type Unseen } from '../../platform/db/index.ts';
import type { SealedSecret } from '../../platform/secrets/index.ts';
import type { LandingPattern, Program, ProgramStatus, ReasonTranslations, TrafficTypeRule } from './model.ts';

/** A row of programs.program as the driver gives it. */
export interface ProgramRow {
  readonly program: string;
  readonly name: string;
  readonly advertiser_org: string;
  readonly campaign_code: string;
  readonly action_code: string;
  readonly tariff_code: string;
  readonly home_url: string;
  readonly affiliate_only_landing: boolean;
  readonly categories: string[];
  readonly countries: string[];
  readonly allowed_hosts: string[];
  readonly landing_patterns: LandingPattern[];
  readonly click_parameter: string;
  readonly fallback_url: string | null;
  readonly signed_links_only: boolean;
  readonly status: ProgramStatus;
  readonly status_reason: string | null;
  readonly status_since: Instant;
  readonly recruiting_state: Program['recruiting']['state'];
  readonly recruiting_reason: string | null;
  readonly recruiting_translations: ReasonTranslations;
  readonly recruiting_since: Instant;
  readonly time_zone: string;
  readonly default_currency: string | null;
  readonly lost_orders: boolean;
  readonly cookie_ms: bigint;
  readonly geo_pair: string | null;
  readonly geo_mode: Program['geoRouting']['mode'];
  readonly geo_share_ppm: number;
  readonly geo_countries: string[] | null;
  readonly pixel_allowed: boolean;
  readonly joins_also: string[];
  readonly rules_with: string[];
  readonly terms_notice_days: number;
  readonly terms_need_two: boolean;
  readonly traffic_types_changed_at: Instant | null;
  readonly created_at: Instant;
}

const PPM = 1_000_000;

export function programOf(row: ProgramRow): Program {
  return {
    code: row.program,
    name: row.name,
    advertiserOrg: row.advertiser_org,
    campaignCode: row.campaign_code,
    actionCode: row.action_code,
    tariffCode: row.tariff_code,
    homeUrl: row.home_url,
    affiliateOnlyLanding: row.affiliate_only_landing,
    categories: row.categories,
    countries: row.countries,
    allowedHosts: row.allowed_hosts,
    landingPatterns: row.landing_patterns,
    clickParameter: row.click_parameter,
    fallbackUrl: row.fallback_url,
    signedLinksOnly: row.signed_links_only,
    status: row.status,
    statusReason: row.status_reason,
    statusSince: row.status_since,
    recruiting: {
      state: row.recruiting_state,
      reason: row.recruiting_reason,
      translations: row.recruiting_translations,
      since: row.recruiting_since,
    },
    timeZone: row.time_zone,
    defaultCurrency: row.default_currency,
    lostOrders: row.lost_orders,
    cookieMs: Number(row.cookie_ms),
    geoRouting: {
      pair: row.geo_pair,
      mode: row.geo_mode,
      share: row.geo_share_ppm / PPM,
      countries: row.geo_countries,
    },
    pixelAllowed: row.pixel_allowed,
    joinsAlso: row.joins_also,
    rulesWith: row.rules_with,
    termsNoticeDays: row.terms_notice_days,
    termsNeedTwo: row.terms_need_two,
    trafficTypesChangedAt: row.traffic_types_changed_at,
    createdAt: row.created_at,
  };
}

/** False when the code (or the campaign code) is taken. */
export async function insertProgram(q: Queryable, program: Program): Promise<boolean> {
  const rows = await q.query(
    `insert into programs.program (
       program, name, advertiser_org, campaign_code, action_code, tariff_code, home_url, allowed_hosts, landing_patterns,
       click_parameter, fallback_url, status, recruiting_state, recruiting_reason, recruiting_since, time_zone,
       default_currency, lost_orders, cookie_ms, geo_pair, geo_mode, geo_share_ppm, pixel_allowed, joins_also, rules_with,
       created_at, geo_countries, status_reason, status_since, affiliate_only_landing, categories, countries, terms_notice_days,
       terms_need_two, traffic_types_changed_at, recruiting_translations, signed_links_only)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)
     on conflict do nothing returning program`,
    [
      program.code,
      program.name,
      program.advertiserOrg,
      program.campaignCode,
      program.actionCode,
      program.tariffCode,
      program.homeUrl,
      program.allowedHosts,
      JSON.stringify(program.landingPatterns),
      program.clickParameter,
      program.fallbackUrl,
      program.status,
      program.recruiting.state,
      program.recruiting.reason,
      sqlInstant(program.recruiting.since),
      program.timeZone,
      program.defaultCurrency,
      program.lostOrders,
      program.cookieMs,
      program.geoRouting.pair,
      program.geoRouting.mode,
      Math.round(program.geoRouting.share * PPM),
      program.pixelAllowed,
      program.joinsAlso,
      program.rulesWith,
      sqlInstant(program.createdAt),
      program.geoRouting.countries,
      program.statusReason,
      sqlInstant(program.statusSince),
      program.affiliateOnlyLanding,
      program.categories,
      program.countries,
      program.termsNoticeDays,
      program.termsNeedTwo,
      program.trafficTypesChangedAt === null ? null : sqlInstant(program.trafficTypesChangedAt),
      JSON.stringify(program.recruiting.translations ?? {}),
      program.signedLinksOnly,
    ],
  );
  return rows.length === 1;
}

/** Writes what may change after a program was made. */
export async function updateProgram(q: Queryable, program: Program): Promise<void> {
  await q.query(
    `update programs.program set
       name = $2, home_url = $3, allowed_hosts = $4, landing_patterns = $5, click_parameter = $6, fallback_url = $7,
       status = $8, recruiting_state = $9, recruiting_reason = $10, recruiting_since = $11, default_currency = $12,
       lost_orders = $13, cookie_ms = $14, geo_pair = $15, geo_mode = $16, geo_share_ppm = $17, pixel_allowed = $18,
       joins_also = $19, rules_with = $20, geo_countries = $21, status_reason = $22, status_since = $23,
       affiliate_only_landing = $24, categories = $25, countries = $26, terms_notice_days = $27, terms_need_two = $28,
       traffic_types_changed_at = $29, recruiting_translations = $30, signed_links_only = $31
     where program = $1`,
    [
      program.code,
      program.name,
      program.homeUrl,
      program.allowedHosts,
      JSON.stringify(program.landingPatterns),
      program.clickParameter,
      program.fallbackUrl,
      program.status,
      program.recruiting.state,
      program.recruiting.reason,
      sqlInstant(program.recruiting.since),
      program.defaultCurrency,
      program.lostOrders,
      program.cookieMs,
      program.geoRouting.pair,
      program.geoRouting.mode,
      Math.round(program.geoRouting.share * PPM),
      program.pixelAllowed,
      program.joinsAlso,
      program.rulesWith,
      program.geoRouting.countries,
      program.statusReason,
      sqlInstant(program.statusSince),
      program.affiliateOnlyLanding,
      program.categories,
      program.countries,
      program.termsNoticeDays,
      program.termsNeedTwo,
      program.trafficTypesChangedAt === null ? null : sqlInstant(program.trafficTypesChangedAt),
      JSON.stringify(program.recruiting.translations ?? {}),
      program.signedLinksOnly,
    ],
  );
}

export async function programByCode(q: Queryable, code: string): Promise<Program | null> {
  const [row] = await q.query<ProgramRow>('select * from programs.program where program = $1', [code]);
  return row === undefined ? null : programOf(row);
}

/** Programs by their codes; unknown ones are absent. */
export async function programsByCodes(q: Queryable, codes: readonly string[]): Promise<ReadonlyMap<string, Program>> {
  const rows = await q.query<ProgramRow>('select * from programs.program where program = any ($1)', [codes]);
  return new Map(rows.map((row) => [row.program, programOf(row)]));
}

/** Codes of programs with this in their name. `like`: escaped for `ilike`. */
export async function programsNamed(q: Queryable, like: string): Promise<string[]> {
  const rows = await q.query<{ program: string }>('select program from programs.program where name ilike $1', [like]);
  return rows.map(({ program }) => program);
}

/** Programs whose applicants accept the rules of this one too (S-116). */
export async function programsAcceptingRulesOf(q: Queryable, code: string): Promise<string[]> {
  const rows = await q.query<{ program: string }>(
    'select program from programs.program where $1 = any (rules_with) order by program',
    [code],
  );
  return rows.map(({ program }) => program);
}

/** The program, held against other changes until the transaction ends. */
export async function lockedProgram(q: Queryable, code: string): Promise<Program | null> {
  const [row] = await q.query<ProgramRow>('select * from programs.program where program = $1 for update', [code]);
  return row === undefined ? null : programOf(row);
}

export async function programByCampaignCode(q: Queryable, campaignCode: string): Promise<Program | null> {
  const [row] = await q.query<ProgramRow>('select * from programs.program where campaign_code = $1', [campaignCode]);
  return row === undefined ? null : programOf(row);
}

/** Every program, by code. */
export async function listPrograms(q: Queryable): Promise<Program[]> {
  const rows = await q.query<ProgramRow>('select * from programs.program order by program');
  return rows.map(programOf);
}

/** Those that a reader has not seen as they are now. */
export async function programsChanged(q: Queryable, { from, snapshot }: Unseen): Promise<Program[]> {
  const rows = await q.query<ProgramRow>(`select * from programs.program where ${UNSEEN}`, [from, snapshot]);
  return rows.map(programOf);
}

export async function replaceTrafficTypes(
  q: Queryable,
  program: string,
  rules: readonly TrafficTypeRule[],
): Promise<void> {
  await q.query('delete from programs.traffic_type where program = $1', [program]);
  await q.query(
    `insert into programs.traffic_type (program, ordinal, key, parent, label_key, status)
     select $1, ordinality, key, parent, label_key, status
       from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality as t (key, parent, label_key, status, ordinality)`,
    [
      program,
      rules.map((rule) => rule.key),
      rules.map((rule) => rule.parent),
      rules.map((rule) => rule.labelKey),
      rules.map((rule) => rule.status),
    ],
  );
}

/** In the order in which the table is shown; empty for a program that takes every kind. */
export async function trafficTypesOf(q: Queryable, program: string): Promise<TrafficTypeRule[]> {
  return q.query<TrafficTypeRule>(
    `select key, parent, label_key as "labelKey", status from programs.traffic_type where program = $1 order by ordinal`,
    [program],
  );
}

export interface ProgramSecret {
  readonly postbackKeyHash: Buffer;
  readonly revisionSecret: SealedSecret;
  readonly signingSecret: SealedSecret;
}

export async function putSecret(
  q: Queryable,
  program: Pick<Program, 'code' | 'advertiserOrg'>,
  secret: ProgramSecret,
  at: Instant,
): Promise<void> {
  await q.query(
    `insert into programs.secret (program, advertiser_org, postback_key_hash, revision_secret_box, revision_secret_key_id, set_at,
       signing_secret_box, signing_secret_key_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (program) do update set postback_key_hash = excluded.postback_key_hash, set_at = excluded.set_at,
       revision_secret_box = excluded.revision_secret_box, revision_secret_key_id = excluded.revision_secret_key_id,
       signing_secret_box = excluded.signing_secret_box, signing_secret_key_id = excluded.signing_secret_key_id,
       previous_signing_secret_box = null, previous_signing_secret_key_id = null, previous_signing_secret_until = null`,
    [
      program.code,
      program.advertiserOrg,
      secret.postbackKeyHash,
      secret.revisionSecret.box,
      secret.revisionSecret.keyId,
      sqlInstant(at),
      secret.signingSecret.box,
      secret.signingSecret.keyId,
    ],
  );
}

export async function secretOf(
  q: Queryable,
  program: string,
): Promise<Pick<ProgramSecret, 'postbackKeyHash' | 'revisionSecret'> | null> {
  const [row] = await q.query<{
    postback_key_hash: Buffer;
    revision_secret_box: Buffer;
    revision_secret_key_id: string;
  }>('select postback_key_hash, revision_secret_box, revision_secret_key_id from programs.secret where program = $1', [
    program,
  ]);
  if (row === undefined) return null;
  const revisionSecret = { box: row.revision_secret_box, keyId: row.revision_secret_key_id };
  return { postbackKeyHash: row.postback_key_hash, revisionSecret };
}

/** Puts a new signing secret in the place of the present one, which counts until `previousUntil`; the one before that ends. */
export async function putSigningSecret(
  q: Queryable,
  program: string,
  secret: SealedSecret,
  previousUntil: Instant,
): Promise<void> {
  await q.query(
    `update programs.secret set previous_signing_secret_box = signing_secret_box,
       previous_signing_secret_key_id = signing_secret_key_id, previous_signing_secret_until = $4,
       signing_secret_box = $2, signing_secret_key_id = $3
     where program = $1`,
    [program, secret.box, secret.keyId, sqlInstant(previousUntil)],
  );
}

/** The signing secrets of a program that count at `at`, the present one first; none for an unknown program. */
export async function signingSecretsAt(q: Queryable, program: string, at: Instant): Promise<SealedSecret[]> {
  return q.query<SealedSecret>(
    `select signing_secret_box as box, signing_secret_key_id as "keyId" from programs.secret where program = $1
     union all
     select previous_signing_secret_box, previous_signing_secret_key_id from programs.secret
     where program = $1 and previous_signing_secret_until > $2`,
    [program, sqlInstant(at)],
  );
}

/** How many programs wait for the network, and since when the first does. */
export async function waitingPrograms(
  q: Queryable,
): Promise<{ readonly waiting: number; readonly oldest: Instant | null }> {
  const [row] = await q.query<{ waiting: number; oldest: Instant | null }>(
    `select count(*)::int as waiting, min(status_since) as oldest from programs.program where status = 'pending'`,
  );
  return row ?? { waiting: 0, oldest: null };
}

/** When the program's secrets were made, and until when the signing secret before the present one counts. */
export async function secretTimes(
  q: Queryable,
  code: string,
): Promise<{ readonly setAt: Instant; readonly previousUntil: Instant | null } | null> {
  const [row] = await q.query<{ setAt: Instant; previousUntil: Instant | null }>(
    `select set_at as "setAt", previous_signing_secret_until as "previousUntil" from programs.secret where program = $1`,
    [code],
  );
  return row ?? null;
}
