import type { Refusal, Result } from '../../contract/errors/index.ts';

/** A refusal on its way from a handler to the one place that answers it. Use cases return refusals; only the edge throws them. */
export class RefusedRequest extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.detail}`);
    this.refusal = refusal;
  }
}

/** Ends a handler with a refusal, which becomes the answer. A transaction around the call is rolled back. */
export function refuse(refusal: Refusal): never {
  throw new RefusedRequest(refusal);
}

/** The value of a use case's result; a refusal ends the handler and becomes the answer. */
export function valueOrRefuse<T>(result: Result<T>): T {
  return result.ok ? result.value : refuse(result.error);
}
