import type { ErrorArea } from '../entry.ts';

/** Title and remedy of an error code in one language. */
export interface ErrorText {
  readonly title: string;
  readonly remedy: string;
}

/** Texts for every code of an area, and for no other. */
export type TextsOf<Area extends ErrorArea> = { readonly [Code in keyof Area]: ErrorText };
