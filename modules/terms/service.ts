import { createHash } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { checkText, type ProgramTerms, parseTerms, type TermsProblem, versionAt } from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import type { TermsPublication } from './model.ts';
import { backDatedRefusal, backDatings } from './rules.ts';
import * as store from './store.ts';

/** Findings that a refusal carries; `terms check` shows them all. */
const FINDINGS_MAX = 50;

/** Texts whose terms are kept parsed: the current ones of a large network and some older ones. */
const PARSED_MAX = 200;

/** Parsed terms by the hash of their text. A hash stands for one text for ever, so an entry is never wrong (I-10). */
const parsed = new Map<string, ProgramTerms>();

/**
 * Publishes the terms of a program: checks the text, refuses what would change terms that are already valid, stores it for ever.
 * The first publication may state the past. Needs a system transaction.
 *
 * Refuses `not_found`, `terms_invalid` (with `findings`), `terms_program_mismatch`, `back_dated_terms` (with `findings`) and,
 * where `basedOn` is given and is not the current number (0 before the first), `version_conflict`. The same text again is no
 * publication: the current one is returned.
 */
export async function publishTerms(
  tx: Tx,
  input: {
    readonly program: string;
    readonly text: string;
    readonly at: Instant;
    readonly actor: string;
    readonly basedOn?: number;
  },
): Promise<Result<TermsPublication>> {
  const program = await programByCode(tx, input.program);
  if (program === null) return refused(noProgram(input.program));
  const checked = checkedTerms(input.program, input.text);
  if (!checked.ok) return checked;
  await store.lockProgram(tx, input.program);
  const head = await store.currentHead(tx, input.program);
  const hash = hashOf(input.text);
  if (head?.hash.equals(hash)) return ok(await publication(tx, input.program, head.number));
  const number = head?.number ?? 0;
  if (input.basedOn !== undefined && input.basedOn !== number) return refused(versionConflict(input.basedOn, number));
  const current = await termsOf(tx, input.program);
  const findings = current === null ? [] : backDatings(current, checked.value, input.at);
  if (findings.length > 0) return refused(backDatedRefusal(findings.slice(0, FINDINGS_MAX)));
  const { text, at, actor } = input;
  const row = { program: input.program, number: number + 1, advertiserOrg: program.advertiserOrg, text, hash };
  // The lock makes the number free; a conflict would be a defect.
  if (!(await store.insertPublication(tx, { ...row, publishedAt: at, publishedBy: actor }))) {
    throw new Error(`terms of ${input.program}: publication ${number + 1} exists in spite of the lock`);
  }
  const versions = checked.value.versions.map(({ id, from, until }) => ({ id, from, until }));
  await store.insertVersions(tx, input.program, number + 1, versions);
  const detail = { number: number + 1, hash: hash.toString('hex'), versions: versions.map(({ id }) => id) };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'terms.published', detail };
  await recordAudit(tx, { ...audit, subject: `program:${input.program}` });
  return ok({
    program: input.program,
    number: number + 1,
    text,
    hash: hash.toString('hex'),
    publishedAt: at,
    versions,
  });
}

/** What publishing would say of the text itself, without the history: every finding with line and column. */
export function checkProgramTerms(
  program: string,
  text: string,
): { readonly publishable: boolean; readonly findings: readonly TermsProblem[] } {
  const { terms, problems } = checkText(text);
  return { publishable: terms !== null && terms.code === program, findings: problems };
}

/** The current terms of a program; `null` while it has published none. Parsed once a text and process. */
export async function termsOf(q: Queryable, program: string): Promise<ProgramTerms | null> {
  return (await termsInForce(q, [program])).get(program)?.terms ?? null;
}

/**
 * The current terms of programs and the numbers of their publications, for records that must find them again; programs that
 * have published none are absent. One statement, however many programs.
 */
export async function termsInForce(
  q: Queryable,
  programs: readonly string[],
): Promise<ReadonlyMap<string, { readonly terms: ProgramTerms; readonly publication: number }>> {
  const inForce = new Map<string, { readonly terms: ProgramTerms; readonly publication: number }>();
  for (const { program, number, hash } of await store.currentHeads(q, programs)) {
    inForce.set(program, { terms: await parsedTerms(q, program, number, hash), publication: number });
  }
  return inForce;
}

/** The terms of an earlier publication, as a decision was made with them; `null` when there is none of that number. */
export async function termsOfPublication(q: Queryable, program: string, number: number): Promise<ProgramTerms | null> {
  const hash = await store.hashOfPublication(q, program, number);
  return hash === null ? null : parsedTerms(q, program, number, hash);
}

async function parsedTerms(q: Queryable, program: string, number: number, hash: Buffer): Promise<ProgramTerms> {
  const key = hash.toString('hex');
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const row = await store.publicationByNumber(q, program, number);
  // Only reading: what the checks of a later release would say of an accepted text does not end it.
  const terms = row === null ? null : parseTerms(row.text).terms;
  if (terms === null)
    throw new Error(`terms of ${program}: publication ${number} was accepted, but cannot be read any more`);
  remember(key, terms);
  return terms;
}

/** The current publication with its text; `null` while there is none. */
export async function currentPublication(q: Queryable, program: string): Promise<TermsPublication | null> {
  const head = await store.currentHead(q, program);
  return head === null ? null : publication(q, program, head.number);
}

/** Publication and version that are valid at `at`; `null` where the program states none. For records of what was accepted. */
export async function termsValidAt(
  q: Queryable,
  program: string,
  at: Instant,
): Promise<{ readonly number: number; readonly hash: Buffer; readonly version: string } | null> {
  const head = await store.currentHead(q, program);
  if (head === null) return null;
  const version = versionAt(await parsedTerms(q, program, head.number, head.hash), at);
  return version === null ? null : { ...head, version: version.id };
}

async function publication(q: Queryable, program: string, number: number): Promise<TermsPublication> {
  const row = await store.publicationByNumber(q, program, number);
  if (row === null) throw new Error(`terms of ${program}: publication ${number} is gone`);
  const versions = await store.versionsOf(q, program, number);
  return { program, number, text: row.text, hash: row.hash.toString('hex'), publishedAt: row.published_at, versions };
}

function checkedTerms(program: string, text: string): Result<ProgramTerms> {
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
  return refused({ code: 'terms_program_mismatch', field: 'text', value: terms.code, detail });
}

function versionConflict(basedOn: number, current: number): Refusal {
  const detail = `Your text is based on publication ${basedOn}; the current one is ${current}.`;
  return { code: 'version_conflict', field: 'based_on', value: String(basedOn), detail, extra: { current } };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function remember(key: string, terms: ProgramTerms): void {
  const [oldest] = parsed.keys();
  if (parsed.size >= PARSED_MAX && oldest !== undefined) parsed.delete(oldest);
  parsed.set(key, terms);
}
