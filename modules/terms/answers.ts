import { z } from 'zod';
import { diffLocales } from '../../core/terms/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Database } from '../../platform/db/index.ts';
import { refuse } from '../../platform/http/index.ts';
import type { Caller } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import type { TermsProposal, TermsPublication } from './model.ts';

const CODE_CHARACTERS_MAX = 100;
/** The language itself reads no longer text; the HTTP body bound is a little below what escapes may add. */
const TEXT_CHARACTERS_MAX = 1_000_000;
/** Why a proposal is made, approved or declined: some paragraphs. */
const REASON_CHARACTERS_MAX = 2_000;

export const programParams = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
export const textField = z.string().max(TEXT_CHARACTERS_MAX);
export const basedOnField = z.int().min(0).describe('The publication that was changed; 0 before the first.');
export const reasonField = z.string().trim().min(1).max(REASON_CHARACTERS_MAX);
export const languageQuery = z.strictObject({
  language: z.enum(diffLocales).optional().describe('Of the sentences in a conflict; English if left out.'),
});

const instant = z.string().nullable().describe('RFC 3339 in UTC; null: unbounded.');

export const publicationAnswer = z.object({
  program: z.string(),
  publication: z.number(),
  hash: z.string().describe('SHA-256 of the text.'),
  published_at: z.string(),
  versions: z.array(z.object({ id: z.string(), from: instant, until: instant })),
});

const findingAnswer = z.object({
  what: z.string(),
  problem: z.string(),
  from: z.string().nullable(),
  until: z.string(),
});

const affectedAnswer = z
  .object({
    from: z.string().nullable().describe('First order time that the text speaks about; null: since ever.'),
    until: z.string().describe('Excluded.'),
    decided: z
      .object({
        orders: z.number(),
        publishers: z.number(),
        compared: z.number().describe('Orders priced under the text, the oldest ones; what follows is of these.'),
        would_differ: z.number(),
        undecidable: z.number(),
        commission: z.array(z.object({ currency: z.string(), before: z.string(), after: z.string() })).readonly(),
      })
      .describe('Orders that keep their decision. `after`: what the text would have given; it is not booked.'),
    undecided: z
      .object({ orders: z.number() })
      .describe('Orders that nobody owned: decided under the text when something happens to them.'),
  })
  .describe('Orders made in the time that the text speaks about, as they stood when it was proposed.');

export const proposalAnswer = z.object({
  id: z.string(),
  program: z.string(),
  based_on: z.number(),
  hash: z.string(),
  reason: z.string(),
  findings: z.array(findingAnswer).readonly().describe('What the text changes of what is valid already.'),
  affected: affectedAnswer,
  proposed_at: z.string(),
  proposed_by: z.string(),
  status: z.enum(['open', 'approved', 'declined']),
  verdict: z
    .object({ at: z.string(), by: z.string(), reason: z.string(), publication: z.number().nullable() })
    .nullable(),
});

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

export function shownProposal(proposal: TermsProposal): z.input<typeof proposalAnswer> {
  const { verdict } = proposal;
  return {
    id: proposal.id,
    program: proposal.program,
    based_on: proposal.basedOn,
    hash: proposal.hash,
    reason: proposal.reason,
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
export async function requireProgram(db: Database, { orgId, kind }: Caller, code: string): Promise<void> {
  const program = await db.transaction({ role: 'app', org: orgId }, (tx) => programByCode(tx, code));
  if (program === null || (kind !== 'operator' && program.advertiserOrg !== orgId)) refuse(noProgram(code));
}
