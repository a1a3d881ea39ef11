export type * from './document.ts';
export type * from './model.ts';
export { parseTerms, readDocument } from './parse.ts';
export { type ProblemCode, problemCodes, type TermsProblem } from './problem.ts';
export { type Reason, reasons } from './reasons.ts';
export { versionAt } from './version-at.ts';
