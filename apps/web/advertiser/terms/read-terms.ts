import { formatDecimal } from '../../../../core/money/decimal.ts';
import {
  type BodyStatement,
  type ListKind,
  type Position,
  type ProgramTerms,
  parseTerms,
  readDocument,
  type TermsVersion,
  type TopStatement,
} from '../../../../core/terms/index.ts';

type VersionStatement = Extract<TopStatement, { readonly kind: 'version' }>;
type ListStatement = Extract<TopStatement, { readonly kind: 'list' }>;

const OTHERS = [
  'program',
  'time zone',
  'orders',
  'categories',
  'countries',
  'internal rate',
  'notice',
  'sibling',
  'regime',
  'note',
  'import',
  'remove',
] as const satisfies readonly (TopStatement | BodyStatement)['kind'][];

/** A statement that has no field in the form. */
export interface OtherStatement {
  readonly kind: (typeof OTHERS)[number];
  readonly position: Position;
}

function other({ kind, position }: TopStatement | BodyStatement): OtherStatement[] {
  const known = OTHERS.find((each) => each === kind);
  return known === undefined ? [] : [{ kind: known, position }];
}

/** The terms as the form shows them. */
export interface ReadTerms {
  readonly terms: ProgramTerms;
  readonly versions: readonly {
    readonly full: TermsVersion;
    readonly written: VersionStatement;
    readonly others: readonly OtherStatement[];
  }[];
  /** What is changed in the text alone. */
  readonly others: readonly OtherStatement[];
  readonly lists: readonly ListStatement[];
}

/** `null` where the text cannot be read. Rules may still contradict each other: that is the check's to find. */
export function readForForm(text: string): ReadTerms | null {
  const { terms } = parseTerms(text);
  if (terms === null) return null;
  const { document } = readDocument(text);
  const written = document.statements.filter((each): each is VersionStatement => each.kind === 'version');
  const versions = terms.versions.flatMap((full) => {
    const own = written.find(({ id }) => id === full.id);
    return own === undefined ? [] : [{ full, written: own, others: own.body.flatMap(other) }];
  });
  const lists = document.statements.filter((each): each is ListStatement => each.kind === 'list');
  return { terms, versions, lists, others: document.statements.flatMap(other) };
}

/** Whether a version says something of this kind itself, or repeats it from another. */
export function isOwn(written: VersionStatement, is: (part: BodyStatement) => boolean): boolean {
  return written.base === null || written.body.some(is);
}

export const decimalText = formatDecimal;
export type { ListKind, ListStatement, Position, VersionStatement };

const PERCENT = /^\d{1,3}([.,]\d{1,6})?$/;

/** A percentage as people type it, comma or point (S-061), as the language writes it; `null`: it is none. */
export function percentOf(typed: string): string | null {
  const text = typed.trim().replace(/\s*%$/, '');
  if (!PERCENT.test(text)) return null;
  const plain = text.replace(',', '.');
  return Number(plain) <= 100 ? plain : null;
}

/** An amount of money as people type it. */
export function amountOf(typed: string): string | null {
  const text = typed.trim().replace(',', '.');
  return /^\d{1,12}(\.\d{1,4})?$/.test(text) ? text : null;
}
