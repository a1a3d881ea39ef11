import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { announcedRules, conductRules, rulesVersionsOf } from '../program-pages/index.ts';
import {
  isBeforeApproval,
  listPrograms,
  noProgram,
  type Program,
  programByCode,
  programsAcceptingRulesOf,
} from '../programs/index.ts';
import { acceptRules } from './join.ts';
import { type RulesStanding, rulesStandings } from './store.ts';

/** Which version of a program's rules is in force, and what a publisher's ad spaces that work by them have accepted. */
export interface AcceptanceOfRules {
  readonly version: number | null;
  /** Published, and not in force yet: it can be accepted as soon as it is told. */
  readonly announced: { readonly version: number; readonly from: Instant } | null;
  readonly standings: readonly RulesStanding[];
}

/**
 * How a publisher stands to the rules of a program: by working with it, or with one whose applicants accept them too (S-116).
 * Refuses `not_found`.
 */
export async function acceptanceOfRules(
  q: Queryable,
  publisherOrg: string,
  code: string,
  at: Instant,
): Promise<Result<AcceptanceOfRules>> {
  const program = await programByCode(q, code);
  if (program === null || isBeforeApproval(program)) return refused(noProgram(code));
  const programs = [code, ...(await programsAcceptingRulesOf(q, code))];
  const bindings = programs.map((each) => ({ rulesOf: code, program: each }));
  const standings = await rulesStandings(q, { publisherOrg, bindings });
  const version = (await conductRules(q, code, 'en', at))?.version ?? null;
  const next = await announcedRules(q, code, 'en', at);
  return ok({ version, announced: next === null ? null : { version: next.version, from: next.from }, standings });
}

/** Rules, in force or announced, that some ad space of a publisher works by and has not accepted yet (S-111). */
export interface RulesWaiting {
  readonly program: Pick<Program, 'code' | 'name'>;
  readonly version: number;
  readonly adSpaces: number;
}

/** Everything that waits for a publisher to accept it. Needs a system transaction. */
export async function rulesWaiting(q: Queryable, publisherOrg: string): Promise<RulesWaiting[]> {
  const programs = (await listPrograms(q)).filter((program) => !isBeforeApproval(program));
  const bindings = programs.flatMap(({ code, rulesWith }) =>
    [...new Set([code, ...rulesWith])].map((rulesOf) => ({ rulesOf, program: code })),
  );
  const standings = await rulesStandings(q, { publisherOrg, bindings });
  const versions = await rulesVersionsOf(q, [...new Set(standings.map(({ rulesOf }) => rulesOf))]);
  return programs.flatMap(({ code, name }) => {
    const version = versions.get(code);
    const missing = standings.filter((each) => each.rulesOf === code && (each.version ?? 0) < (version ?? 0));
    const adSpaces = new Set(missing.map(({ adSpaceId }) => adSpaceId)).size;
    return version === undefined || adSpaces === 0 ? [] : [{ program: { code, name }, version, adSpaces }];
  });
}

/**
 * Accepts a new version for all ad spaces of a publisher that have not accepted it: a new version asks again (S-111). Needs a system
 * transaction. Accepting again changes nothing. Refuses `not_found`, and `RULES_CHANGED` where it is neither in force nor announced.
 */
export async function acceptNewRules(
  tx: Tx,
  asked: {
    readonly orgId: string;
    readonly program: string;
    readonly version: number;
    readonly at: Instant;
    readonly actor: string;
  },
): Promise<Result<AcceptanceOfRules>> {
  const { orgId, program: code, version, at, actor } = asked;
  const now = await acceptanceOfRules(tx, orgId, code, at);
  if (!now.ok) return now;
  if (now.value.version !== version && now.value.announced?.version !== version) {
    const detail = `The rules of ${code} in force are of version ${now.value.version ?? 'none'}; accepted were ${version}.`;
    const rules = [{ program: code, version: now.value.version }];
    return refused({ code: 'RULES_CHANGED', field: 'version', value: code, detail, extra: { rules } });
  }
  const rules = [{ program: code, version }];
  for (const { adSpaceId, program } of now.value.standings.filter((each) => (each.version ?? 0) < version)) {
    await acceptRules(tx, { id: adSpaceId, orgId }, { program: { code: program }, rules, at });
    const subject = `partnership:${adSpaceId}/${program}`;
    await recordAudit(tx, { at, actor, orgId, action: 'partnership.rules_accepted', subject, detail: { rules } });
  }
  return acceptanceOfRules(tx, orgId, code, at);
}
