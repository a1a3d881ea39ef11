import type { Position } from './model.ts';

/** Longest file that is read: a hundred times the largest program we know, small enough to be read in a moment. */
export const FILE_LENGTH_MAX = 1_048_576;
/** Rules in one file, those inside `as … except` included. More is a sign of generated text that belongs into lists or rates. */
export const RULES_MAX = 2_000;
/** Rules of all versions together after expansion, so that a short file cannot stand for a huge program. */
export const EXPANDED_RULES_MAX = 20_000;
/** Statements inside versions, rules included: each is compared with the others of its kind. */
export const BODY_STATEMENTS_MAX = 4_000;
/** Regimes in one version; a program that needs more means countries, which are facts. */
export const REGIMES_MAX = 50;
/** Tests in one condition, and values in one test: longer enumerations are lists, sets or several rules. */
export const CONDITION_TESTS_MAX = 50;
export const VALUES_MAX = 250;
/** Versions in one file: two centuries of yearly changes. */
export const VERSIONS_MAX = 200;
/** Depth of parentheses and `not`, so that no text can exhaust the stack. */
export const NESTING_MAX = 32;
/** Findings that are reported of one file; people correct a few and check again. */
export const PROBLEMS_MAX = 200;

export const problemCodes = [
  // the text
  'file_too_large',
  'bad_character',
  'unterminated_text',
  'unexpected_text',
  'unknown_word',
  'nesting_too_deep',
  'too_many_rules',
  'too_many_versions',
  'too_many_statements',
  'condition_too_long',
  'missing_statement',
  'duplicate_statement',
  // single values
  'unknown_time_zone',
  'time_zone_first',
  'bad_date',
  'clock_change',
  'empty_interval',
  'bad_number',
  'decimal_comma',
  'percent_range',
  'negative_amount',
  'bad_duration',
  'unknown_country',
  'unknown_currency',
  'unknown_reason',
  'unknown_surface',
  'unknown_value',
  // names and their uses
  'unknown_name',
  'unused_name',
  'duplicate_entry',
  'conflicting_rules',
  'fallback_missing',
  'tiers_not_ascending',
  'range_reversed',
  'conversion_missing',
  // what follows from the statements together
  'versions_overlap',
  'versions_gap',
  'regimes_overlap',
  'unreachable_regime',
  'rule_gap',
  'unreachable_rule',
  'check_incomplete',
  // what follows from the terms of two programs together
  'sibling_rates_differ',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** One finding about a file of terms. An `error` keeps the file from being published, a `warning` does not. */
export interface TermsProblem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** What is wrong, with the value. */
  readonly message: string;
  readonly position: Position;
  /** What to write instead. */
  readonly remedy: string;
  /** Other places that belong to the finding, for example the first of two conflicting lines. */
  readonly related: readonly Position[];
}

/** Collects findings of one reading, bounded; the first ones are kept because later ones often follow from them. */
export class Problems {
  readonly list: TermsProblem[] = [];
  private readonly seen = new Set<string>();
  private errors = 0;

  get failed(): boolean {
    return this.errors > 0;
  }

  /** Nothing more is kept: the rest of the reading need not look for findings. */
  get full(): boolean {
    return this.list.length >= PROBLEMS_MAX;
  }

  error(
    code: ProblemCode,
    position: Position,
    message: string,
    remedy: Remedy,
    related: readonly Position[] = [],
  ): void {
    this.errors += 1;
    this.add('error', code, position, message, remedy, related);
  }

  warning(
    code: ProblemCode,
    position: Position,
    message: string,
    remedy: Remedy,
    related: readonly Position[] = [],
  ): void {
    this.add('warning', code, position, message, remedy, related);
  }

  private add(
    severity: TermsProblem['severity'],
    code: ProblemCode,
    position: Position,
    message: string,
    remedy: Remedy,
    related: readonly Position[],
  ): void {
    // Versions repeat each other: the same thing at the same place is one finding. A gap differs only in the version it names.
    const key = `${code} ${position.line}:${position.column} ${code === 'rule_gap' ? '' : message}`;
    if (this.full || this.seen.has(key)) return;
    this.seen.add(key);
    const remedyText = typeof remedy === 'string' ? remedy : remedy();
    this.list.push({ severity, code, message, position, remedy: remedyText, related });
  }
}

/** A function where the remedy costs a search, which is spared once enough findings are kept. */
export type Remedy = string | (() => string);

/** In the order of the file, errors before warnings at the same place. */
export function inFileOrder(problems: readonly TermsProblem[]): TermsProblem[] {
  const rank = { error: 0, warning: 1 };
  return [...problems].sort(
    (a, b) =>
      a.position.line - b.position.line || a.position.column - b.position.column || rank[a.severity] - rank[b.severity],
  );
}

/** As messages write a place: `line 12`. */
export function lineOf(position: Position): string {
  return `line ${position.line}`;
}

/** ` Did you mean "hot"?`, or what is allowed when nothing is near. */
export function suggest(word: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== null) return `Did you mean ${quote(near)}?`;
  if (all.length === 0) return 'Nothing of this kind is declared.';
  const shown = all.slice(0, SUGGESTIONS_SHOWN).join(', ');
  return `Possible: ${shown}${all.length > SUGGESTIONS_SHOWN ? ', …' : ''}.`;
}

export function quote(text: string): string {
  return `"${text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text}"`;
}

const SUGGESTIONS_SHOWN = 12;
const SHOWN_LENGTH_MAX = 60;
/** Among more names than this a suggestion is not worth its time. */
const CANDIDATES_MAX = 1_000;

/** The candidate that a slip of fingers may have meant; `null` where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  if (word.length > SHOWN_LENGTH_MAX) return null;
  for (const candidate of candidates.slice(0, CANDIDATES_MAX)) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to add, drop, replace, or swap with their neighbour, which is the commonest slip of fingers. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? replaced) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
