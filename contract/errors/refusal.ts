import type { ErrorCode } from './catalogue.ts';
import type { Expectation } from './expectation.ts';

/** An expected "no": the one shape in which every part of the system refuses something. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The field it concerns, as the sender named it, for example `lines[2].amount`; `null` where it is the request as a whole. */
  readonly field: string | null;
  /** What came, shortened by `shownValue`; never a secret. */
  readonly value?: string;
  /** One sentence about this case: what came and what was expected. */
  readonly detail: string;
  /** What the field should have been, for readers of other languages than English. */
  readonly expected?: Expectation;
  /** Further members of the problem document, for example `{ scope: 'orders' }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type Result<T, E = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refused<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Long enough to recognise a value, short enough for a log line and a screen. */
const SHOWN_CHARACTERS_MAX = 100;

/** Signing secrets are known by their look; one that stands in the wrong place is not repeated (T-19). */
const SIGNING_SECRET = /whsec_[A-Za-z0-9+/=%]+/g;

/** A value as it may be repeated in an error message: one line, shortened, without control characters. */
export function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const clean = text.replace(/[\p{Cc}\u2028\u2029]/gu, '�').replace(SIGNING_SECRET, 'whsec_[redacted]');
  return clean.length <= SHOWN_CHARACTERS_MAX ? clean : `${clean.slice(0, SHOWN_CHARACTERS_MAX)}…`;
}
