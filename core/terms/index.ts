export { checkText } from './checking/check.ts';
export { checkRateImport, type ImportedRate, type RateImportVerdict } from './checking/rate-import.ts';
export { checkSiblings } from './checking/siblings.ts';
export { compareVersions, type VersionChange, type VersionOf } from './comparing/compare.ts';
export { type DiffLocale, diffLocales, diffTerms, diffVersions } from './comparing/diff.ts';
export type { TellIn } from './comparing/diff-words.ts';
export { couponKey } from './coupon-key.ts';
export type * from './document.ts';
export {
  addCategoryRate,
  addVersion,
  eraseCategoryRate,
  eraseStatement,
  moveVersion,
  type RateOf,
  writeRate,
  writeStatement,
  writeVersionTimes,
} from './editing/edit.ts';
export {
  addListEntry,
  endListEntry,
  type ListChange,
  type ListedRow,
  planListChange,
} from './editing/edit-lists.ts';
export type * from './model.ts';
export { printDocument, printRule, printTerms, printVersion } from './printing/print.ts';
export { type ProblemCode, problemCodes, type TermsProblem } from './problem.ts';
export { parseTerms, readDocument } from './reading/parse.ts';
export { type Reason, reasons } from './reasons.ts';
export { versionAt } from './version-at.ts';
