import { type Reason, reasons } from '../terms/reasons.ts';

// The list lives beside the language, because a rule states its reason and `core/terms` may not import `core/commission`.
export { type Reason, reasons };

const known: ReadonlySet<string> = new Set(reasons);

export function isReason(code: string): code is Reason {
  return known.has(code);
}
