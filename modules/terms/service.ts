import {
  checkSiblings,
  checkText,
  type ProgramTerms,
  parseTerms,
  type TermsProblem,
  versionAt,
} from '../../core/terms/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { Program } from '../programs/index.ts';
import type { TermsPublication } from './model.ts';
import * as store from './store.ts';

/** Texts whose terms are kept parsed: the current ones of a large network and some older ones. */
const PARSED_MAX = 200;

/** Programs of one advertiser with which a text is compared. */
const SIBLINGS_MAX = 50;

/** Parsed terms by the hash of their text. A hash stands for one text for ever, so an entry is never wrong (I-10). */
const parsed = new Map<string, ProgramTerms>();

/**
 * What publishing would say of the text, without the history: every finding with line and column, those that it has together with the
 * current terms of the advertiser's other programs included. These only warn: of two siblings one has to be published first (S-112).
 */
export async function checkProgramTerms(
  q: Queryable,
  { code: program, advertiserOrg }: Pick<Program, 'code' | 'advertiserOrg'>,
  text: string,
  at: Instant,
): Promise<{
  readonly terms: ProgramTerms | null;
  readonly publishable: boolean;
  readonly findings: readonly TermsProblem[];
}> {
  const { terms, problems } = checkText(text);
  if (terms === null || terms.code !== program) return { terms, publishable: false, findings: problems };
  const named = terms.siblings.map((sibling) => sibling.program);
  const siblings = await store.possibleSiblings(q, { advertiserOrg, program, named }, SIBLINGS_MAX);
  const others = [...(await termsInForce(q, siblings)).values()].map((other) => other.terms);
  return { terms, publishable: true, findings: [...problems, ...checkSiblings(terms, others, at)] };
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
  return head === null ? null : publicationOf(q, program, head.number);
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

/** One publication with its text. Throws where there is none of that number. */
export async function publicationOf(q: Queryable, program: string, number: number): Promise<TermsPublication> {
  const row = await store.publicationByNumber(q, program, number);
  if (row === null) throw new Error(`terms of ${program}: publication ${number} is gone`);
  const versions = await store.versionsOf(q, program, number);
  return { program, number, text: row.text, hash: row.hash.toString('hex'), publishedAt: row.published_at, versions };
}

function remember(key: string, terms: ProgramTerms): void {
  const [oldest] = parsed.keys();
  if (parsed.size >= PARSED_MAX && oldest !== undefined) parsed.delete(oldest);
  parsed.set(key, terms);
}
