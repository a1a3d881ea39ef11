export type { InternalRateRecord, PublishedVersion, TermsPublication } from './model.ts';
export { internalRatesOfDays, internalRatesOn, setInternalRate } from './rates.ts';
export { termsRoutes } from './routes.ts';
export { type BackDating, backDatings } from './rules.ts';
export {
  checkProgramTerms,
  currentPublication,
  publishTerms,
  termsInForce,
  termsOf,
  termsOfPublication,
  termsValidAt,
} from './service.ts';
