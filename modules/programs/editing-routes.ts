import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ProgramSettings,
  programChange,
  programDraft,
  programDrafted,
  programSettings,
  programSettingsPage,
  programStatus,
  programStatusChange,
  trafficKinds,
  trafficTypesChange,
} from '../../contract/wire/program-editing.ts';
import { programCodes } from '../../contract/wire/programs.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable, Tx } from '../../platform/db/index.ts';
import { callerAccess, publicAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { type Caller, organisationNames, requireCaller } from '../accounts/index.ts';
import { draftProgram, editProgram, editTrafficTypes } from './editing.ts';
import { moveProgram, nextStatuses } from './life.ts';
import { programsManaged } from './managed-store.ts';
import type { Program } from './model.ts';
import { wordsOf } from './offer-store.ts';
import { noProgram } from './service.ts';
import { programByCode, trafficTypesOf } from './store.ts';
import { trafficKindList } from './traffic-kinds.ts';

export interface EditingRoutes {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  /** Whether a program has published terms; later modules know. */
  readonly hasTerms: (tx: Tx, program: string) => Promise<boolean>;
}

const SYSTEM = { role: 'system' } as const;
const PAGE_DEFAULT = 50;
const PAGE_MAX = 200;
const CODE_CHARACTERS_MAX = 100;

const params = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
const listQuery = z.strictObject({
  status: programStatus.optional(),
  recruiting: z.enum(['open', 'suspended']).optional(),
  q: z.string().trim().max(CODE_CHARACTERS_MAX).default('').describe('Words of the name or the code.'),
  codes: programCodes,
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.string().max(CODE_CHARACTERS_MAX).default(''),
});
const config = { access: callerAccess('programs', 'advertiser', 'operator') };

/** What advertisers do with their programs, and the operator with all: draft, change, submit, approve, suspend. */
export function programEditingRoutes(deps: EditingRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(reading(deps));
    await app.register(writing(deps));
  };
}

function reading(deps: EditingRoutes): FastifyPluginAsyncZod {
  const { db } = deps;
  return async (app) => {
    const list = { querystring: listQuery, response: { 200: programSettingsPage } };
    app.get('/api/v1/program-settings', { config, schema: list }, async (request) => {
      const { status = null, recruiting = null, q, codes, after, limit } = request.query;
      const advertiserOrg = ownedBy(requireCaller(request));
      const asked = { advertiserOrg, status, recruiting, words: wordsOf(q), codes: codes?.split(',') ?? null, after };
      return db.transaction(SYSTEM, async (tx) => {
        const found = await programsManaged(tx, { ...asked, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const names = await organisationNames(
          tx,
          shown.map((program) => program.advertiserOrg),
        );
        const next = found.length > limit ? (shown.at(-1)?.code ?? null) : null;
        return { programs: shown.map((program) => listed(program, names)), next };
      });
    });

    const one = { params, response: { 200: programSettings } };
    app.get('/api/v1/programs/:code/settings', { config, schema: one }, async (request) => {
      const caller = requireCaller(request);
      return db.transaction(SYSTEM, (tx) => settingsFor(tx, deps, caller, request.params.code));
    });

    const kinds = { response: { 200: trafficKinds } };
    app.get('/api/v1/traffic-kinds', { config: { access: publicAccess }, schema: kinds }, async () => ({
      kinds: trafficKindList.map(({ key, parent, labelKey }) => ({ key, parent, label_key: labelKey })),
    }));
  };
}

function writing(deps: EditingRoutes): FastifyPluginAsyncZod {
  const { db, clock, masterKeys } = deps;
  const own = { access: callerAccess('programs', 'advertiser') };
  const editor = (caller: Caller) => ({ at: clock.now(), actor: caller.actor, orgId: ownedBy(caller) });
  return async (app) => {
    const draft = { body: programDraft, response: { 201: programDrafted } };
    app.post('/api/v1/programs', { config: own, schema: draft }, async (request, reply) => {
      const caller = requireCaller(request);
      const by = { at: clock.now(), actor: caller.actor, orgId: caller.orgId };
      const made = await db.transaction(SYSTEM, async (tx) => {
        const drafted = valueOrRefuse(await draftProgram(tx, request.body, masterKeys, by));
        return { drafted, program: await settingsFor(tx, deps, caller, drafted.program.code) };
      });
      const { postbackKey, revisionSecret, signingSecret } = made.drafted;
      const secrets = { postback_key: postbackKey, revision_secret: revisionSecret, signing_secret: signingSecret };
      return reply.code(201).send({ program: made.program, secrets });
    });

    const change = { params, body: programChange, response: { 200: programSettings } };
    app.patch('/api/v1/programs/:code', { config, schema: change }, async (request) => {
      const caller = requireCaller(request);
      const { code } = request.params;
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await editProgram(tx, code, request.body, editor(caller)));
        return settingsFor(tx, deps, caller, code);
      });
    });

    const types = { params, body: trafficTypesChange, response: { 200: programSettings } };
    app.put('/api/v1/programs/:code/traffic-types', { config, schema: types }, async (request) => {
      const caller = requireCaller(request);
      const { code } = request.params;
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await editTrafficTypes(tx, code, request.body.types, editor(caller)));
        return settingsFor(tx, deps, caller, code);
      });
    });

    const status = { params, body: programStatusChange, response: { 200: programSettings } };
    app.post('/api/v1/programs/:code/status', { config, schema: status }, async (request) => {
      const caller = requireCaller(request);
      const { code } = request.params;
      const { status: to, reason = null, from } = request.body;
      const move = { status: to, reason, from, mover: moverOf(caller) };
      return db.transaction(SYSTEM, async (tx) => {
        await ownProgram(tx, caller, code);
        const by = { at: clock.now(), actor: caller.actor };
        valueOrRefuse(await moveProgram(tx, code, move, (program) => missingOf(tx, deps, program), by));
        return settingsFor(tx, deps, caller, code);
      });
    });
  };
}

/** Whose programs the caller works on; `null`: everybody's. */
function ownedBy({ kind, orgId }: Caller): string | null {
  return kind === 'operator' ? null : orgId;
}

function moverOf({ kind }: Caller): 'advertiser' | 'operator' {
  return kind === 'operator' ? 'operator' : 'advertiser';
}

/** A foreign program is told like one that does not exist (T-14). */
async function ownProgram(tx: Queryable, caller: Caller, code: string): Promise<Program> {
  const program = await programByCode(tx, code);
  const org = ownedBy(caller);
  if (program === null || (org !== null && program.advertiserOrg !== org)) return refuse(noProgram(code));
  return program;
}

/** What a program lacks before it can be submitted or approved. */
export async function missingOf(
  tx: Tx,
  { hasTerms }: Pick<EditingRoutes, 'hasTerms'>,
  program: Program,
): Promise<string[]> {
  const hasPublished = await hasTerms(tx, program.code);
  return [...(program.categories.length === 0 ? ['categories'] : []), ...(hasPublished ? [] : ['terms'])];
}

async function settingsFor(tx: Tx, deps: EditingRoutes, caller: Caller, code: string): Promise<ProgramSettings> {
  const program = await ownProgram(tx, caller, code);
  const types = await trafficTypesOf(tx, code);
  const names = await organisationNames(tx, [program.advertiserOrg]);
  const { recruiting, geoRouting, trafficTypesChangedAt } = program;
  return {
    ...listed(program, names),
    affiliate_only_landing: program.affiliateOnlyLanding,
    allowed_hosts: [...program.allowedHosts],
    landing_patterns: program.landingPatterns.map(({ kind, path }) => ({ kind, path })),
    click_parameter: program.clickParameter,
    fallback_url: program.fallbackUrl,
    signed_links_only: program.signedLinksOnly,
    categories: [...program.categories],
    countries: [...program.countries],
    cookie_seconds: program.cookieMs / 1_000,
    default_currency: program.defaultCurrency,
    lost_orders: program.lostOrders,
    pixel_allowed: program.pixelAllowed,
    recruiting: {
      state: recruiting.state,
      reason: recruiting.reason,
      reason_translations: recruiting.translations ?? {},
      since: formatInstant(recruiting.since),
    },
    geo_routing: { ...geoRouting, countries: geoRouting.countries === null ? null : [...geoRouting.countries] },
    joins_also: [...program.joinsAlso],
    rules_with: [...program.rulesWith],
    terms_notice_days: program.termsNoticeDays,
    terms_need_two: program.termsNeedTwo,
    next_statuses: [...nextStatuses(program.status, moverOf(caller))],
    campaign_code: program.campaignCode,
    action_code: program.actionCode,
    tariff_code: program.tariffCode,
    traffic_types: types.map((one) => ({
      key: one.key,
      parent: one.parent,
      label_key: one.labelKey,
      status: one.status,
    })),
    traffic_types_changed_at: trafficTypesChangedAt === null ? null : formatInstant(trafficTypesChangedAt),
    missing: await missingOf(tx, deps, program),
    created_at: formatInstant(program.createdAt),
  };
}

function listed(program: Program, names: ReadonlyMap<string, string>) {
  return {
    code: program.code,
    name: program.name,
    advertiser: { id: program.advertiserOrg, name: names.get(program.advertiserOrg) ?? '' },
    status: program.status,
    status_reason: program.statusReason,
    status_since: formatInstant(program.statusSince),
    recruiting: program.recruiting.state,
    recruiting_since: formatInstant(program.recruiting.since),
    recruiting_reason: program.recruiting.reason,
    recruiting_translations: program.recruiting.translations ?? {},
    home_url: program.homeUrl,
    time_zone: program.timeZone,
  };
}
