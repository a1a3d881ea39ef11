import type { ErrorCode } from '../../contract/errors/index.ts';
import type { Decimal } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/index.ts';
import type { Program } from '../programs/index.ts';

/** What a decision needs to know about a product, every fact as valid at the asked instant; `null` is "not known". */
export interface ProductFacts {
  readonly productId: string;
  readonly storeId: string | null;
  readonly category: string | null;
  /** Country of the seller, not of the warehouse (S-138): ISO 3166-1 alpha-2. */
  readonly sellerCountry: string | null;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  /** At the advertiser's sole discretion (S-054). */
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
  /** Percent that the seller set; `null` where none is valid. */
  readonly sellerRate: Decimal | null;
  /** Percent for direct links to a hot product. */
  readonly hotRate: Decimal | null;
}

/** Everything that is stated of a product at once; the next statement replaces all of it. */
export interface ProductAttributes {
  readonly storeId: string | null;
  readonly category: string | null;
  readonly sellerCountry: string | null;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
  readonly url: string | null;
  readonly title: string | null;
  readonly price: { readonly amount: Decimal; readonly currency: string } | null;
}

export const nothingKnown: ProductAttributes = {
  storeId: null,
  category: null,
  sellerCountry: null,
  affiliate: null,
  hot: null,
  virtual: null,
  hidden: null,
  url: null,
  title: null,
  price: null,
};

export type RateKind = 'seller' | 'hot';

/** A rate and the period in which it is valid; of the statements that hold an instant the one that began last counts. */
export interface RateStatement {
  readonly kind: RateKind;
  readonly validFrom: Instant;
  /** Excluded; `null` is open. */
  readonly validUntil: Instant | null;
  /** Percent; `null` says that there is no rate from here on. */
  readonly percent: Decimal | null;
  readonly author: string;
  readonly recordedAt: Instant;
}

/** A product as people look at it: facts and attributes as valid at an instant, and how its rates came about. */
export interface ProductRecord {
  readonly program: string;
  readonly facts: ProductFacts;
  readonly attributes: ProductAttributes;
  readonly validFrom: Instant;
  readonly author: string;
  readonly recordedAt: Instant;
}

/** The program a file is imported for: times without a zone are of its zone, addresses lead to its hosts. */
export type ImportProgram = Pick<Program, 'code' | 'advertiserOrg' | 'timeZone' | 'allowedHosts'>;

export type FileFormat = 'csv' | 'jsonl' | 'xlsx';

export interface ImportFile {
  /** `null`: told from the first character of the file. */
  readonly format: FileFormat | null;
  readonly stream: AsyncIterable<Uint8Array>;
  /** From when the statements of rows that name no `valid_from` hold; `null` is now. */
  readonly at: Instant | null;
  /** Reads a file again that was applied before, as for rates that were changed since. */
  readonly again?: boolean;
  /** The file states everything: what is known and not named in it is taken away, if there are just so many. A preview needs no number. */
  readonly endMissing?: { readonly expected: number | null };
  /** Reads, checks and applies everything, and takes it back. */
  readonly dryRun?: boolean;
  /** Who states it, kept with every row (S-054). */
  readonly author: string;
  /** Told of every refused row and every warning, in no particular order; never kept in memory. */
  readonly onFinding: (finding: RowFinding) => void;
  /** Told how many rows have been read, from time to time. */
  readonly onProgress?: (rows: number) => void;
}

/** A row that was refused, or taken with a remark. */
export interface RowFinding {
  readonly severity: 'refused' | 'warning';
  /** Line of the file, counting from 1; the last line of a row that spans several. */
  readonly line: number;
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly value?: string;
  readonly detail: string;
}

/** What an import did. `changed`, `unchanged`, `repeated` and `refused` count statements: a row of rates may make two. */
export interface ImportReport {
  /** Rows of data in the file. */
  readonly rows: number;
  readonly changed: number;
  /** Of the changed ones, those about a product, or a rate of it, of which nothing was known before. */
  readonly added: number;
  /** Already known exactly so: nothing was written. */
  readonly unchanged: number;
  /** Replaced by a later row of the same file (BAD-95) that was not refused. */
  readonly repeated: number;
  readonly refused: number;
  readonly warnings: number;
  /** Products, or rates of the kinds in the file, that hold and that the file does not name; `ended` of them were taken away. */
  readonly gone: number;
  readonly ended: number;
  /** The first products among them. */
  readonly goneFirst: readonly string[];
  /** Present where this file was applied before: the report is of then, nothing was changed now (BAD-82). */
  readonly alreadyApplied?: { readonly at: Instant };
}

/** The statement `next` made on top of what was known: facts it does not name stay as they are. */
export function withStated(known: ProductAttributes, stated: Partial<ProductAttributes>): ProductAttributes {
  return { ...known, ...stated };
}

export function sameAttributes(a: ProductAttributes, b: ProductAttributes): boolean {
  return (
    a.storeId === b.storeId &&
    a.category === b.category &&
    a.sellerCountry === b.sellerCountry &&
    a.affiliate === b.affiliate &&
    a.hot === b.hot &&
    a.virtual === b.virtual &&
    a.hidden === b.hidden &&
    a.url === b.url &&
    a.title === b.title &&
    a.price?.currency === b.price?.currency &&
    sameDecimal(a.price?.amount ?? null, b.price?.amount ?? null)
  );
}

/** Equal as numbers: 5 and 5.00 are the same rate. */
export function sameDecimal(a: Decimal | null, b: Decimal | null): boolean {
  if (a === null || b === null) return a === b;
  const scale = Math.max(a.scale, b.scale);
  return a.digits * 10n ** BigInt(scale - a.scale) === b.digits * 10n ** BigInt(scale - b.scale);
}
