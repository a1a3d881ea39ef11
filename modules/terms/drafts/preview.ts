import type { z } from 'zod';
import type { previewAnswer } from '../../../contract/wire/terms.ts';
import { type DiffLocale, diffTerms, type ProgramTerms } from '../../../core/terms/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Program } from '../../programs/index.ts';
import { tellIn } from '../../programs/index.ts';
import { approvalNeeded, changesOf, earliestChange, hashOf, type Weighed } from '../publish.ts';
import { backDatedPeriod, backDatings, FINDINGS_MAX, shownFinding } from '../rules.ts';
import { checkProgramTerms, termsOf, termsOfPublication } from '../service.ts';
import * as store from '../store.ts';

/** Sentences that are read before publishing; who changes more reads the texts side by side. */
const SENTENCES_MAX = 300;

/** Later than every moment that terms can name. */
const FOR_EVER: Instant = Number.MAX_SAFE_INTEGER;

/** A text on its way to be published, and the publication on which it is based. */
export interface Previewed {
  readonly text: string;
  readonly basedOn: number;
  readonly language: DiffLocale;
  readonly at: Instant;
}

/** What publishing the text would do: what changes, from when, and whose yes it needs. Reads only, and locks nothing. */
export async function previewTerms(tx: Tx, program: Program, asked: Previewed): Promise<z.input<typeof previewAnswer>> {
  const { terms, findings: problems } = await checkProgramTerms(tx, program, asked.text, asked.at);
  const head = await store.currentHead(tx, program.code);
  const current = await termsOf(tx, program.code);
  const number = head?.number ?? 0;
  const { days, earliest } = earliestChange(program, asked.at);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const isOurs = terms !== null && terms.code === program.code;
  const known = {
    publishable: isOurs,
    errors: terms !== null && !isOurs ? errors + 1 : errors,
    warnings: problems.length - errors,
    current: number,
    outdated: asked.basedOn !== number,
    notice: { days, earliest: formatInstant(earliest) },
    changed_by_others: await changedByOthers(tx, program.code, asked, current),
  };
  const nothing = { same: false, changes: [], changes_left_out: 0, findings: [], effective_from: null };
  if (!isOurs) return { ...known, ...nothing, approval: 'nobody' };
  const hash = hashOf(asked.text);
  const same = head?.hash.equals(hash) ?? false;
  const changes = same ? { findings: [], early: [] } : changesOf(program, current, terms, asked.at);
  const weighed: Weighed = { program, terms, hash, current: number, same, ...changes };
  const sentences = current === null || same ? [] : diffTerms(current, terms, asked.language, tellIn(asked.language));
  return {
    ...known,
    same,
    changes: sentences.slice(0, SENTENCES_MAX),
    changes_left_out: Math.max(0, sentences.length - SENTENCES_MAX),
    approval: approvalNeeded(weighed) ?? 'nobody',
    findings: [...changes.findings, ...changes.early].slice(0, FINDINGS_MAX).map(shownFinding),
    effective_from: effectiveFrom(current, terms),
  };
}

function effectiveFrom(before: ProgramTerms | null, after: ProgramTerms): string | null {
  const from =
    before === null ? (after.versions[0]?.from ?? null) : backDatedPeriod(backDatings(before, after, FOR_EVER))?.from;
  return from === null || from === undefined ? null : formatInstant(from);
}

async function changedByOthers(
  tx: Tx,
  program: string,
  { basedOn, language }: Previewed,
  current: ProgramTerms | null,
): Promise<string[]> {
  const base = await termsOfPublication(tx, program, basedOn);
  if (base === null || current === null) return [];
  return diffTerms(base, current, language, tellIn(language)).slice(0, SENTENCES_MAX);
}
