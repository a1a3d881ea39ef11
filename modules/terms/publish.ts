import { createHash } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { checkText, type DiffLocale, diffTerms, type ProgramTerms, versionAt } from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { isBeforeApproval, noProgram, type Program, programByCode, tellIn } from '../programs/index.ts';
import { deleteDraft } from './drafts/draft-store.ts';
import type { Approval, TermsPublication } from './model.ts';
import {
  type BackDating,
  backDatedRefusal,
  backDatings,
  earlyChanges,
  FINDINGS_MAX,
  shortNoticeRefusal,
} from './rules.ts';
import { publicationOf, termsOf, termsOfPublication } from './service.ts';
import * as store from './store.ts';

/** Sentences of one comparison that a conflict carries; two texts with more differences are read side by side. */
const SENTENCES_MAX = 100;

/** A text that is to become the terms of a program. */
export interface Submission {
  readonly program: string;
  readonly text: string;
  readonly at: Instant;
  readonly actor: string;
  /** The publication that the author had before him, 0 before the first; left out: whatever is current. */
  readonly basedOn?: number;
  /** Of the sentences in a conflict; English if left out. */
  readonly language?: DiffLocale;
}

/** A submission that can be read and is based on the current publication, whose program is locked until the transaction ends. */
export interface Weighed {
  readonly program: Program;
  readonly terms: ProgramTerms;
  readonly hash: Buffer;
  /** Number of the current publication; 0 before the first. */
  readonly current: number;
  /** Whether the current publication has this very text. */
  readonly same: boolean;
  /** What it would change of what is valid already. */
  readonly findings: readonly BackDating[];
  /** What it would change before the notice has passed; the findings are among it. */
  readonly early: readonly BackDating[];
}

const DAY_MS = 86_400_000;

/** Until the operator has approved a program nobody works under its terms: nothing is promised, and anything may be written anew. */
export function changesOf(
  program: Program,
  before: ProgramTerms | null,
  after: ProgramTerms,
  at: Instant,
): Pick<Weighed, 'findings' | 'early'> {
  if (before === null || isBeforeApproval(program)) return { findings: [], early: [] };
  const noticeMs = program.termsNoticeDays * DAY_MS;
  return { findings: backDatings(before, after, at), early: earlyChanges(before, after, { at, noticeMs }) };
}

/** Whose yes the text needs besides its author's; `null`: nobody's. The first publication, and those before approval, need none. */
export function approvalNeeded({ program, findings, early, current, same }: Weighed): Approval | null {
  if (same) return null;
  if (findings.length > 0 || early.length > 0) return 'operator';
  return program.termsNeedTwo && current > 0 && !isBeforeApproval(program) ? 'colleague' : null;
}

/** The first moment at which a change of the program's terms may begin without the operator. */
export function earliestChange(program: Program, at: Instant): { readonly days: number; readonly earliest: Instant } {
  return { days: program.termsNoticeDays, earliest: at + program.termsNoticeDays * DAY_MS };
}

/** Reads a submission and compares it with what is there. Refuses `not_found`, `terms_invalid`, `terms_program_mismatch`, `version_conflict`. */
export async function weigh(tx: Tx, input: Submission): Promise<Result<Weighed>> {
  const program = await programByCode(tx, input.program);
  if (program === null) return refused(noProgram(input.program));
  const checked = checkedTerms(input.program, input.text);
  if (!checked.ok) return checked;
  await store.lockProgram(tx, input.program);
  const head = await store.currentHead(tx, input.program);
  const hash = hashOf(input.text);
  const number = head?.number ?? 0;
  const weighed = { program, terms: checked.value, hash, current: number, same: false, findings: [], early: [] };
  if (head?.hash.equals(hash)) return ok({ ...weighed, same: true });
  const current = await termsOf(tx, input.program);
  if (input.basedOn !== undefined && input.basedOn !== number) {
    return refused(await versionConflict(tx, input, { number, terms: current, yours: checked.value }));
  }
  return ok({ ...weighed, ...changesOf(program, current, checked.value, input.at) });
}

/**
 * Publishes the terms of a program: checks the text, refuses what would change terms that are already valid, stores it for ever.
 * The first publication may state the past. Needs a system transaction.
 *
 * Refuses `not_found`, `terms_invalid` (with `findings`), `terms_program_mismatch`, `back_dated_terms` and `notice_too_short` (with
 * `findings`), `terms_need_two` and, where `basedOn` is given and is not the current number (0 before the first), `version_conflict` (with `diff`). The same text again
 * is no publication: the current one is returned.
 */
export async function publishTerms(tx: Tx, input: Submission): Promise<Result<TermsPublication>> {
  const weighed = await weigh(tx, input);
  return weighed.ok ? publishWeighed(tx, input, weighed.value) : weighed;
}

/** The second half of `publishTerms`. */
export async function publishWeighed(tx: Tx, input: Submission, weighed: Weighed): Promise<Result<TermsPublication>> {
  if (weighed.same) return ok(await publicationOf(tx, input.program, weighed.current));
  if (weighed.findings.length > 0) return refused(backDatedRefusal(weighed.findings));
  if (weighed.early.length > 0)
    return refused(shortNoticeRefusal(weighed.early, earliestChange(weighed.program, input.at)));
  if (approvalNeeded(weighed) !== null) {
    const detail = `${weighed.program.name} has its terms published by two people.`;
    return refused({ code: 'terms_need_two', field: null, value: input.program, detail });
  }
  return ok(await storePublication(tx, input, weighed, {}));
}

/** Makes the text the current publication. `more` goes into the audit. */
export async function storePublication(
  tx: Tx,
  { program: code, text, at, actor }: Submission,
  { program, terms, hash, current }: Weighed,
  more: Readonly<Record<string, unknown>>,
): Promise<TermsPublication> {
  const number = current + 1;
  const row = { program: code, number, advertiserOrg: program.advertiserOrg, text, hash };
  // The lock makes the number free; a conflict would be a defect.
  if (!(await store.insertPublication(tx, { ...row, publishedAt: at, publishedBy: actor }))) {
    throw new Error(`terms of ${code}: publication ${number} exists in spite of the lock`);
  }
  const versions = terms.versions.map(({ id, from, until }) => ({ id, from, until }));
  await store.insertVersions(tx, code, number, versions);
  const detail = { number, hash: hash.toString('hex'), versions: versions.map(({ id }) => id), ...more };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'terms.published' as const, detail };
  await recordAudit(tx, { ...audit, subject: `program:${code}` });
  await deleteDraft(tx, code, actor);
  return { program: code, number, text, hash: hash.toString('hex'), publishedAt: at, versions };
}

export function checkedTerms(program: string, text: string): Result<ProgramTerms> {
  const { terms, problems } = checkText(text);
  if (terms === null) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const where =
      first === undefined ? '' : ` Line ${first.position.line}, column ${first.position.column}: ${first.message}`;
    // Two rewards for one order are a mistake of their own kind (BAD-70).
    const code = first?.code === 'conflicting_rules' ? 'conflicting_rules' : 'terms_invalid';
    const detail = `The text has ${errors.length} error${errors.length === 1 ? '' : 's'}.${where}`;
    return refused({ code, field: 'text', detail, extra: { findings: errors.slice(0, FINDINGS_MAX) } });
  }
  if (terms.code === program) return ok(terms);
  const detail = `The text is of the program ${terms.code}; expected ${program}.`;
  return refused({
    code: 'terms_program_mismatch',
    field: 'text',
    value: terms.code,
    detail,
    extra: { expected: program },
  });
}

/** With what it takes to merge: what the others changed since, and what this text would change of what they made (BAD-110). */
async function versionConflict(
  q: Queryable,
  { program, basedOn = 0, at, language = 'en' }: Submission,
  current: { readonly number: number; readonly terms: ProgramTerms | null; readonly yours: ProgramTerms },
): Promise<Refusal> {
  const { number, terms, yours } = current;
  const base = await termsOfPublication(q, program, basedOn);
  const told = (before: ProgramTerms | null, after: ProgramTerms | null) =>
    before === null || after === null
      ? null
      : diffTerms(before, after, language, tellIn(language)).slice(0, SENTENCES_MAX);
  const version = terms === null ? null : (versionAt(terms, at)?.id ?? null);
  const named = version === null ? '' : `, in which version ${version} is valid`;
  return {
    code: 'version_conflict',
    field: 'based_on',
    value: String(basedOn),
    detail: `Your text is based on publication ${basedOn}; the current one is ${number}${named}.`,
    extra: {
      current: number,
      current_version: version,
      diff: { based_on_to_current: told(base, terms), current_to_yours: told(terms, yours) },
    },
  };
}

export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
