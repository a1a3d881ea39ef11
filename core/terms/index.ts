export { checkText } from './check.ts';
export { compareVersions, type VersionChange, type VersionOf } from './compare.ts';
export { couponKey } from './coupon-key.ts';
export { type DiffLocale, diffLocales, diffTerms, diffVersions } from './diff.ts';
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
} from './edit.ts';
export {
  addListEntry,
  endListEntry,
  type ListChange,
  type ListedRow,
  planListChange,
} from './edit-lists.ts';
export type * from './model.ts';
export { parseTerms, readDocument } from './parse.ts';
export { printDocument, printRule, printTerms, printVersion } from './print.ts';
export { type ProblemCode, problemCodes, type TermsProblem } from './problem.ts';
export { checkRateImport, type ImportedRate, type RateImportVerdict } from './rate-import.ts';
export { type Reason, reasons } from './reasons.ts';
export { versionAt } from './version-at.ts';
