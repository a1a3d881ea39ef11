import type { ErrorCode } from '../catalogue.ts';
import type { ErrorArea } from '../entry.ts';

/** Title and remedy of an error code in one language. */
export interface ErrorText {
  readonly title: string;
  readonly remedy: string;
}

/** Texts for every code of an area, and for no other. */
export type TextsOf<Area extends ErrorArea> = { readonly [Code in keyof Area]: ErrorText };

/**
 * A sentence about the single case of a code: `{{value}}`, `{{field}}` and the members of `extra` are filled in. English needs none: there the
 * refusal brings its own.
 */
export type Told = Readonly<Partial<Record<ErrorCode, string>>>;
