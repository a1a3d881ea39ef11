export { catalogueEntry, type ErrorCode, errorAreas, errorCatalogue } from './catalogue.ts';
export { codedMessage, readCodedMessage } from './coded.ts';
export type { CatalogueEntry, ErrorArea } from './entry.ts';
export type { Expectation } from './expectation.ts';
export { ok, type Refusal, type Result, refused, shownValue } from './refusal.ts';
export { expectationText } from './words/expectations.ts';
export { type ErrorLanguage, errorText } from './words/index.ts';
export { rowRefusalOf, saidRefusal } from './words/said.ts';
export { toldText } from './words/told.ts';
