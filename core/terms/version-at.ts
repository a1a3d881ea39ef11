import type { Instant } from '../time/instant.ts';
import { contains } from '../time/interval.ts';
import type { ProgramTerms, TermsVersion } from './model.ts';

/** The version that is valid at `at`; `null` when the program states none for that moment. */
export function versionAt(terms: ProgramTerms, at: Instant): TermsVersion | null {
  return terms.versions.find((version) => contains(version, at)) ?? null;
}
