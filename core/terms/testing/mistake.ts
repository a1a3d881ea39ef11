import type { ProblemCode } from '../index.ts';

/** A terms text with one mistake, and how it is told. */
export interface Mistake {
  readonly name: string;
  readonly code: ProblemCode;
  /** `»` stands where the finding has to point. */
  readonly text: string;
  readonly message: RegExp;
  readonly remedy: RegExp;
  readonly warning?: true;
}
