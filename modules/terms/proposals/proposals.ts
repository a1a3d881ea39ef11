import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused, shownValue } from '../../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { recordAudit } from '../../accounts/index.ts';
import { deleteDraft } from '../drafts/draft-store.ts';
import type { AffectedOrders, Approval, Party, TermsProposal, TermsPublication } from '../model.ts';
import { approvalNeeded, publishWeighed, type Submission, storePublication, type Weighed, weigh } from '../publish.ts';
import { type BackDating, backDatedPeriod, backDatedRefusal, shownFinding } from '../rules.ts';
import * as store from '../store.ts';

const SYSTEM = { role: 'system' } as const;

/** Who publishes terms over HTTP also says which orders a back-dated text speaks about; later modules know the orders. */
export interface PublishingDeps {
  readonly db: Database;
  readonly affectedOrders: (asked: {
    readonly program: string;
    readonly text: string;
    readonly from: Instant | null;
    readonly until: Instant;
  }) => Promise<AffectedOrders>;
  /** Those who work by the terms are told, in the transaction that changes them. */
  readonly onPublished?: (tx: Tx, publication: TermsPublication) => Promise<void>;
}

/** `publishTerms`, whose refusal of a back-dated text tells in `affected` which orders were made in the time it speaks about (BAD-111). */
export async function publishOrPreview(deps: PublishingDeps, input: Submission): Promise<Result<TermsPublication>> {
  const { published, period } = await deps.db.transaction(SYSTEM, async (tx) => {
    const weighed = await weigh(tx, input);
    if (!weighed.ok) return { published: weighed, period: null };
    const { findings } = weighed.value;
    const published = await publishWeighed(tx, input, weighed.value);
    if (published.ok && !weighed.value.same) await deps.onPublished?.(tx, published.value);
    return { published, period: backDatedPeriod(findings) };
  });
  if (published.ok || period === null) return published;
  // Told after the transaction: pricing orders takes a while, and nobody has to wait for it.
  const { program, text } = input;
  const affected = await deps.affectedOrders({ program, text, ...period });
  return refused({ ...published.error, extra: { ...published.error.extra, affected } });
}

export interface NewProposal extends Submission {
  readonly basedOn: number;
  readonly reason: string;
  /** The organisation of the actor; only the program's advertiser proposes. */
  readonly orgId: string;
}

/**
 * Stores a text for the yes of a second person, or of the operator where it reaches into the past or breaks the notice; nothing comes into
 * force. Refuses what `publishTerms` refuses for the text itself, and `not_back_dated` where nobody's yes is needed, `proposal_open`.
 */
export async function proposeTerms(deps: PublishingDeps, input: NewProposal): Promise<Result<TermsProposal>> {
  const { program, text } = input;
  const before = await deps.db.transaction(SYSTEM, (tx) => proposable(tx, input));
  if (!before.ok) return before;
  const period = backDatedPeriod(before.value.findings);
  const affected = period === null ? null : await deps.affectedOrders({ program, text, ...period });
  return deps.db.transaction(SYSTEM, async (tx) => {
    // Once more: somebody may have published or proposed in the meantime.
    const weighed = await proposable(tx, input);
    return weighed.ok ? ok(await storeProposal(tx, input, weighed.value, affected)) : weighed;
  });
}

async function proposable(tx: Tx, input: NewProposal): Promise<Result<Weighed>> {
  const weighed = await weigh(tx, input);
  if (!weighed.ok) return weighed;
  const { program } = weighed.value;
  if (program.advertiserOrg !== input.orgId) {
    throw new Error(`terms of ${input.program}: proposed by ${input.orgId}, which is not its advertiser`);
  }
  if (approvalNeeded(weighed.value) === null) {
    const detail = weighed.value.same ? 'It is the current text.' : 'Everything it changes begins later.';
    return refused({ code: 'not_back_dated', field: 'text', detail });
  }
  const open = await store.openProposal(tx, input.program);
  if (open === null) return weighed;
  const proposedAt = formatInstant(open.proposedAt);
  const detail = `A proposal of ${proposedAt} waits for its verdict.`;
  const extra = { proposal: open.id, proposed_at: proposedAt };
  return refused({ code: 'proposal_open', field: null, value: open.id, detail, extra });
}

async function storeProposal(
  tx: Tx,
  input: NewProposal,
  weighed: Weighed,
  affected: AffectedOrders | null,
): Promise<TermsProposal> {
  const { program, hash } = weighed;
  const approval = approvalNeeded(weighed);
  if (approval === null) throw new Error(`terms of ${input.program}: nobody has to approve this proposal`);
  const { text, reason, basedOn, at, actor, orgId } = input;
  const proposal: TermsProposal = {
    id: randomUUID(),
    program: input.program,
    advertiserOrg: program.advertiserOrg,
    basedOn,
    text,
    hash: hash.toString('hex'),
    reason,
    approval,
    findings: touched(weighed).map(shownFinding),
    affected,
    proposedAt: at,
    proposedBy: { actor, orgId },
    verdict: null,
  };
  await store.insertProposal(tx, proposal);
  await deleteDraft(tx, input.program, actor);
  const detail = { proposal: proposal.id, based_on: basedOn, hash: proposal.hash, reason, approval };
  await recordAudit(tx, { ...auditOf(proposal, at, actor), action: 'terms.proposed', detail });
  return proposal;
}

/** What is valid already and what will be before the notice has passed, each named once: the first is told with its own problem. */
function touched({ findings, early }: Weighed): BackDating[] {
  const told = new Set(findings.map(({ what }) => what));
  return [...findings, ...early.filter(({ what }) => !told.has(what))];
}

interface Verdict extends Party {
  readonly program: string;
  readonly id: string;
  /** Why, in the words of who gives it. */
  readonly reason: string;
  readonly at: Instant;
}

/**
 * The second yes: publishes the proposed text. Decisions that exist stay as they are, and corrections of them use the terms they were made
 * with; from now on the text decides orders that are reported, and those that nobody owned. Needs a system transaction; the caller has
 * checked that somebody of the program's advertiser asks, or the operator of the network.
 *
 * Refuses `not_found`, `proposal_decided`, `second_person_required`, `version_conflict` where something was published since, and
 * `proposal_outdated` where the text would by now change more than its author and the approver saw.
 */
export async function approveProposal(
  tx: Tx,
  given: Verdict,
): Promise<Result<{ readonly proposal: TermsProposal; readonly publication: TermsPublication }>> {
  await store.lockProgram(tx, given.program);
  const found = await openProposal(tx, given);
  if (!found.ok) return found;
  const proposal = found.value;
  const { proposedBy } = proposal;
  const problem = secondPersonProblem(proposal, given);
  if (problem !== null) return refused(problem);
  const { program, text, basedOn } = proposal;
  const submission = { program, text, basedOn, at: given.at, actor: given.actor };
  const weighed = await weigh(tx, submission);
  if (!weighed.ok) return weighed;
  const proposed = new Set(proposal.findings.map(({ what }) => what));
  const more = touched(weighed.value).filter(({ what }) => !proposed.has(what));
  if (more.length > 0) return refused(outdated(proposal, backDatedRefusal(more)));
  const detail = { proposal: proposal.id, proposed_by: proposedBy.actor, reason: proposal.reason };
  const publication = await storePublication(tx, submission, weighed.value, detail);
  const verdict = verdictOf(given, 'approved', publication.number);
  await store.setVerdict(tx, proposal.id, verdict);
  return ok({ proposal: { ...proposal, verdict }, publication });
}

/** Ends a proposal: the operator refuses it, or its own organisation takes it back. Needs a system transaction. Refuses `not_found`, `proposal_decided`. */
export async function declineProposal(tx: Tx, given: Verdict): Promise<Result<TermsProposal>> {
  await store.lockProgram(tx, given.program);
  const found = await openProposal(tx, given);
  if (!found.ok) return found;
  const verdict = verdictOf(given, 'declined', null);
  await store.setVerdict(tx, given.id, verdict);
  const audit = auditOf(found.value, given.at, given.actor);
  const detail = { proposal: given.id, reason: given.reason };
  await recordAudit(tx, { ...audit, action: 'terms.proposal_declined', detail });
  return ok({ ...found.value, verdict });
}

async function openProposal(tx: Tx, { program, id }: Verdict): Promise<Result<TermsProposal>> {
  const proposal = await store.proposalById(tx, program, id);
  if (proposal === null) return refused(noProposal(id));
  if (proposal.verdict === null) return ok(proposal);
  const { outcome, at } = proposal.verdict;
  const detail = `It was ${outcome} ${formatInstant(at)}.`;
  return refused({
    code: 'proposal_decided',
    field: null,
    value: id,
    detail,
    extra: { decided_at: formatInstant(at) },
  });
}

export function noProposal(id: string): Refusal {
  const detail = 'There is no such proposal of this program.';
  return { code: 'not_found', field: 'proposal', value: shownValue(id), detail };
}

/** A person never approves what he proposed himself, and a colleague's yes is a person's: a program that runs by itself is no second mind. */
function secondPersonProblem({ id, approval, proposedBy }: TermsProposal, given: Party): Refusal | null {
  const refusal = (detail: string): Refusal => ({ code: 'second_person_required', field: null, value: id, detail });
  if (proposedBy.actor === given.actor) return refusal('You proposed this text yourself.');
  if (proposedBy.orgId !== given.orgId) return null;
  const needed: Record<Approval, string | null> = {
    operator: 'It changes what partners rely on already: the operator of the network approves it.',
    colleague: isPerson(given) ? null : 'An application cannot approve it; a second person signs in for that.',
  };
  return needed[approval] === null ? null : refusal(needed[approval]);
}

function isPerson({ actor }: Party): boolean {
  return actor.startsWith('user:');
}

function outdated({ id, proposedAt }: TermsProposal, now: Refusal): Refusal {
  const detail = `Since it was proposed ${formatInstant(proposedAt)}, more has become valid. ${now.detail}`;
  return { ...now, code: 'proposal_outdated', field: null, value: id, detail };
}

function verdictOf(
  { at, actor, orgId, reason }: Verdict,
  outcome: 'approved' | 'declined',
  publication: number | null,
): NonNullable<TermsProposal['verdict']> {
  return { outcome, at, by: { actor, orgId }, reason, publication };
}

function auditOf({ program, advertiserOrg }: TermsProposal, at: Instant, actor: string) {
  return { at, actor, orgId: advertiserOrg, subject: `program:${program}` };
}
