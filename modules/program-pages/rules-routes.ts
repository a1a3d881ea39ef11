import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type RuleVersion, rulesPublished, ruleVersions, ruleVersionsQuery } from '../../contract/wire/rules.ts';
import { formatInstant } from '../../core/time/index.ts';
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
        return { program: code, versions: versions.map((version) => shown(version, who(version.publishedBy))), next };
      });
    });

    const writers = { access: callerAccess('programs', 'advertiser', 'operator') };
    const publish = { params, response: { 200: rulesPublished } };
    app.post('/api/v1/programs/:code/rules/publish', { config: writers, schema: publish }, async (request) => {
      const { code } = request.params;
      const caller = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        const program = await programByCode(tx, code);
        // A foreign program is told like one that does not exist (T-14).
        if (program === null || !writes(caller, program)) return refuse(noProgram(code));
        const page = { code, advertiserOrg: program.advertiserOrg };
        const by = { at: clock.now(), actor: caller.actor };
        const { version, published, told } = valueOrRefuse(await publishRules(tx, page, by, onRulesPublished));
        return { version, published: [...published], told };
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

function shown(version: RulesVersion, publishedBy: string | null): RuleVersion {
  return {
    version: version.version,
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
