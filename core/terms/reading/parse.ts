import { checkNames } from '../checking/check-names.ts';
import type { TermsDocument } from '../document.ts';
import type { ProgramTerms } from '../model.ts';
import { inFileOrder, Problems, type TermsProblem } from '../problem.ts';
import { expand } from './expand.ts';
import { readStatements } from './read-document.ts';

/**
 * Reads a file of terms. `terms` is `null` if a statement is an error or uses a name that is not declared; `checkText` looks deeper. problems are in the order of the file. Ends and never throws for
 * any text (sizes are bounded, see `problem.ts`).
 */
export function parseTerms(text: string): {
  readonly terms: ProgramTerms | null;
  readonly problems: readonly TermsProblem[];
} {
  const problems = new Problems();
  const terms = expand(readStatements(text, problems), problems);
  if (terms !== null) checkNames(terms, problems);
  return { terms: problems.failed ? null : terms, problems: inFileOrder(problems.list) };
}

/** The statements of a file with their comments, not expanded: what a form edits. Statements with errors are left out and reported. */
export function readDocument(text: string): {
  readonly document: TermsDocument;
  readonly problems: readonly TermsProblem[];
} {
  const problems = new Problems();
  const document = readStatements(text, problems);
  return { document, problems: inFileOrder(problems.list) };
}
