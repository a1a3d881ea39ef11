import type { z } from 'zod';
import type { proposalAnswer, TermsFinding } from '../../contract/wire/terms.ts';
import { type ProgramTerms, type TermsProblem, versionAt } from '../../core/terms/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Database } from '../../platform/db/index.ts';
import { refuse } from '../../platform/http/index.ts';
import type { Caller } from '../accounts/index.ts';
import { noProgram, type Program, programByCode } from '../programs/index.ts';
import type { TermsProposal, TermsPublication } from './model.ts';
import { checkProgramTerms } from './service.ts';

export function shownInstant(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

export function shownPublication({ program, number, hash, publishedAt, versions }: TermsPublication) {
  return {
    program,
    publication: number,
    hash,
    published_at: formatInstant(publishedAt),
    versions: versions.map(({ id, from, until }) => ({ id, from: shownInstant(from), until: shownInstant(until) })),
  };
}

/** With its text and which version is valid now. */
export function shownTerms(published: TermsPublication, terms: ProgramTerms | null, now: Instant) {
  const current = terms === null ? null : (versionAt(terms, now)?.id ?? null);
  return { ...shownPublication(published), current, text: published.text };
}

export function shownProposal(proposal: TermsProposal): z.input<typeof proposalAnswer> {
  const { verdict } = proposal;
  return {
    id: proposal.id,
    program: proposal.program,
    based_on: proposal.basedOn,
    hash: proposal.hash,
    reason: proposal.reason,
    approval: proposal.approval,
    findings: proposal.findings,
    affected: proposal.affected,
    proposed_at: formatInstant(proposal.proposedAt),
    proposed_by: proposal.proposedBy.actor,
    status: verdict?.outcome ?? 'open',
    verdict:
      verdict === null
        ? null
        : {
            at: formatInstant(verdict.at),
            by: verdict.by.actor,
            reason: verdict.reason,
            publication: verdict.publication,
          },
  };
}

/** Operators work on every program, others on their own; a foreign one is told like one that does not exist. */
export async function requireProgram(db: Database, { orgId, kind }: Caller, code: string): Promise<Program> {
  const reader = kind === 'operator' ? ({ role: 'system' } as const) : ({ role: 'app', org: orgId } as const);
  const program = await db.transaction(reader, (tx) => programByCode(tx, code));
  if (program === null || (kind !== 'operator' && program.advertiserOrg !== orgId)) return refuse(noProgram(code));
  return program;
}

/** As routes answer it; `related` is the reader's own. */
export const shownProblem = (problem: TermsProblem): TermsFinding => ({ ...problem, related: [...problem.related] });

/** What is doubtful about a text, by itself or beside the current terms of the advertiser's other programs (S-112). */
export async function warningsOf(
  db: Database,
  program: Pick<Program, 'code' | 'advertiserOrg'>,
  text: string,
  at: Instant,
): Promise<TermsFinding[]> {
  const { findings } = await db.transaction({ role: 'system' }, (tx) => checkProgramTerms(tx, program, text, at));
  return findings.filter(({ severity }) => severity === 'warning').map(shownProblem);
}
