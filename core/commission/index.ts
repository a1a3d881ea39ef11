export { type CompiledTerms, compileTerms, versionAt } from './compiling/compile.ts';
export { type DecideOptions, decide } from './deciding/decide.ts';
export {
  type CurrencyPair,
  convertMinor,
  currencyPair,
  type ExactRate,
  internalRate,
} from './deciding/internal-rates.ts';
export { type FactsProblem, factsProblem } from './deciding/problem.ts';
export * from './decision.ts';
export { decisionFromJson, decisionToJson, readTrace } from './decision-json.ts';
export { ENGINE_VERSION } from './engine-version.ts';
export * from './facts/facts.ts';
export { type FactsReading, factsFromJson, factsToJson, readFacts } from './facts/facts-json.ts';
export type { ReadProblem } from './facts/facts-reading.ts';
export { isReason, type Reason, reasons } from './reasons.ts';
export { type Explained, explain, explainLines, type Locale, locales } from './telling/explain.ts';
export { quoted, quotedList } from './telling/json-text.ts';
