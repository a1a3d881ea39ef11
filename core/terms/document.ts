import type { Instant } from '../time/instant.ts';
import type {
  AttributionTerms,
  Cap,
  ConfirmationTerms,
  GeoMatch,
  ImportLimit,
  InternalRate,
  ListEntry,
  NoteRule,
  Notice,
  Position,
  Regime,
  Rounding,
  Rule,
  SiblingRates,
} from './model.ts';

/**
 * A file as it was written: statements with their comments, `as … except` not expanded. This is what a form edits; all of it is plain data.
 */
export interface TermsDocument {
  readonly statements: readonly TopStatement[];
  /** Comments after the last statement. */
  readonly comments: readonly string[];
}

export interface Written {
  readonly position: Position;
  /** One entry a line, without `#`. Comments inside and behind a statement stand here too. */
  readonly comments: readonly string[];
}

export type ListKind = 'stores' | 'products' | 'ad spaces';

export type TopStatement = Written &
  (
    | { readonly kind: 'program'; readonly code: string; readonly name: string }
    | { readonly kind: 'time zone'; readonly zone: string }
    | { readonly kind: 'orders'; readonly currencies: readonly string[] }
    | { readonly kind: 'categories'; readonly names: readonly (readonly [category: string, name: string])[] }
    | { readonly kind: 'countries'; readonly name: string; readonly countries: readonly string[] }
    | { readonly kind: 'list'; readonly of: ListKind; readonly name: string; readonly entries: readonly ListEntry[] }
    | { readonly kind: 'internal rate'; readonly rate: InternalRate }
    | { readonly kind: 'notice'; readonly notice: Notice }
    | { readonly kind: 'sibling'; readonly sibling: SiblingRates }
    | VersionStatement
  );

export interface VersionStatement extends Written {
  readonly kind: 'version';
  readonly id: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** The version that this one repeats except for its statements; `null` for a version written in full. */
  readonly base: string | null;
  readonly body: readonly BodyStatement[];
  /** Comments before the closing brace. */
  readonly closing: readonly string[];
}

/** Where a new rule or regime goes; `null`: where the one of the same name stands, or to the end. */
export type Place = { readonly where: 'before' | 'after'; readonly name: string } | null;

export type BodyStatement = Written &
  (
    | { readonly kind: 'clicks'; readonly pick: AttributionTerms['pick']; readonly windowMs: number }
    | { readonly kind: 'coupons'; readonly coupon: AttributionTerms['coupon'] }
    | { readonly kind: 'geo'; readonly geoMatch: GeoMatch }
    | { readonly kind: 'reward'; readonly currency: string; readonly conversion: 'internal-rate' | 'none' }
    | { readonly kind: 'round'; readonly rounding: Rounding }
    | { readonly kind: 'confirm'; readonly confirmation: ConfirmationTerms }
    | { readonly kind: 'cap'; readonly cap: Cap }
    | { readonly kind: 'regime'; readonly regime: Regime; readonly place: Place }
    | { readonly kind: 'rule'; readonly rule: Rule; readonly place: Place }
    | { readonly kind: 'note'; readonly note: NoteRule }
    | { readonly kind: 'import'; readonly limit: ImportLimit }
    | { readonly kind: 'remove'; readonly what: Removal }
  );

export type Removal =
  | { readonly kind: 'rule' | 'regime' | 'note'; readonly name: string }
  | { readonly kind: 'cap'; readonly per: Cap['per'] }
  | {
      readonly kind: 'import';
      readonly rate: ImportLimit['rate'];
      readonly regimes: readonly string[] | null;
      readonly seller: ImportLimit['seller'];
    };
