import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  publishRulesBody,
  type RuleVersion,
  rulesPublished,
  ruleVersions,
  ruleVersionsQuery,
} from '../../contract/wire/rules.ts';
import { dayAt, dayInterval, formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { actorNames, type Caller, requireCaller } from '../accounts/index.ts';
import { isBeforeApproval, noProgram, type Program, programByCode } from '../programs/index.ts';
import { type OnRulesPublished, publishRules, type RulesVersion, rulesVersions } from './rules.ts';

export interface RulesRoutes {
  readonly db: Database;
  readonly clock: Clock;
  /** Tells those who work by the rules that there is a new version. */
  readonly onRulesPublished: OnRulesPublished;
}

const SYSTEM = { role: 'system' } as const;
const params = z.object({ code: z.string().max(100) });

/**
 * `/api/v1/programs/{code}/rules`: the versions of the conduct rules, for whoever is signed in, and `…/publish` for those who write them:
 * the program's advertiser and operators. Drafts are written below `…/page/sections/rules`.
 */
export function rulesRoutes({ db, clock, onRulesPublished }: RulesRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const readers = { access: callerAccess('programs', 'publisher', 'advertiser', 'operator') };
    const list = { params, querystring: ruleVersionsQuery, response: { 200: ruleVersions } };
    app.get('/api/v1/programs/:code/rules', { config: readers, schema: list }, async (request) => {
      const { code } = request.params;
      const { before = null, limit } = request.query;
      const caller = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        const program = await programByCode(tx, code);
        if (program === null || !reads(caller, program)) return refuse(noProgram(code));
        const { versions, next } = await rulesVersions(tx, code, { before, limit });
        const isWriter = writes(caller, program);
        const actors = versions.map(({ publishedBy }) => publishedBy);
        const names = isWriter ? await actorNames(tx, actors) : new Map();
        const who = (actor: string) => (isWriter ? (names.get(actor)?.name ?? actor) : null);
        const now = clock.now();
        const told = versions.map((version) => shown(version, now, who(version.publishedBy)));
        return {
          program: code,
          time_zone: program.timeZone,
          now: formatInstant(now),
          today: dayAt(now, program.timeZone),
          versions: told,
          next,
        };
      });
    });

    const writers = { access: callerAccess('programs', 'advertiser', 'operator') };
    // A body may be left out: at once.
    const publish = { params, body: publishRulesBody.nullish(), response: { 200: rulesPublished } };
    app.post('/api/v1/programs/:code/rules/publish', { config: writers, schema: publish }, async (request) => {
      const { code } = request.params;
      const caller = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        const program = await programByCode(tx, code);
        // A foreign program is told like one that does not exist (T-14).
        if (program === null || !writes(caller, program)) return refuse(noProgram(code));
        const page = { code, advertiserOrg: program.advertiserOrg };
        const at = clock.now();
        const by = { at, actor: caller.actor };
        const day = request.body?.from;
        const asked = day === undefined ? null : dayInterval(day, program.timeZone).from;
        const made = valueOrRefuse(
          await publishRules(tx, page, { from: asked, over: request.body?.over }, by, onRulesPublished),
        );
        const state = made.from > at ? 'announced' : 'in_force';
        return { ...made, state, from: formatInstant(made.from), published: [...made.published] };
      });
    });
  };
}

/** Publishers read what they may apply to or have accepted; a foreign program is told like one that does not exist (T-14). */
function reads(caller: Caller, program: Program): boolean {
  return writes(caller, program) || (caller.kind === 'publisher' && !isBeforeApproval(program));
}

function writes({ kind, orgId }: Caller, { advertiserOrg }: Program): boolean {
  return kind === 'operator' || advertiserOrg === orgId;
}

function stateOf({ from, until }: RulesVersion, now: Instant): RuleVersion['state'] {
  // What was replaced before it began is past too.
  if (until !== null && until <= Math.max(from, now)) return 'past';
  return from > now ? 'announced' : 'in_force';
}

function shown(version: RulesVersion, now: Instant, publishedBy: string | null): RuleVersion {
  return {
    version: version.version,
    state: stateOf(version, now),
    from: formatInstant(version.from),
    until: version.until === null ? null : formatInstant(version.until),
    published_by: publishedBy,
    texts: version.texts.map(({ locale, publishedAt, content }) => ({
      locale,
      published_at: formatInstant(publishedAt),
      content,
    })),
  };
}
