export { checkTerms, checkText } from './check.ts';
export type * from './document.ts';
export type * from './model.ts';
export { parseTerms, readDocument } from './parse.ts';
export { printDocument, printRule, printTerms, printVersion } from './print.ts';
export { type ProblemCode, problemCodes, type TermsProblem } from './problem.ts';
export { checkRateImport, type ImportedRate, type RateImportVerdict } from './rate-import.ts';
export { type Reason, reasons } from './reasons.ts';
export { versionAt } from './version-at.ts';
