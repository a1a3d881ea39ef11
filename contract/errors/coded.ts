import { type ErrorCode, errorCatalogue } from './catalogue.ts';

/**
 * The message of a schema check that has an error code of its own, for example
 * `z.string({ error: codedMessage('amount_must_be_string', 'expected a decimal in quotes, such as "10.10"') })`.
 * The HTTP edge answers such a failure with that code; any other with `field_invalid` or `parameter_invalid`.
 */
export function codedMessage(code: ErrorCode, expectation: string): string {
  return `${code}: ${expectation}`;
}

/** The parts of a message made by `codedMessage`; `null` for any other text. */
export function readCodedMessage(message: string): { readonly code: ErrorCode; readonly expectation: string } | null {
  const colon = message.indexOf(': ');
  const code = message.slice(0, Math.max(colon, 0));
  return isErrorCode(code) ? { code, expectation: message.slice(colon + 2) } : null;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
