export type { AnnouncedRules, ConductRules, Draft, Edition, SectionContent, SectionKind, Sections } from './model.ts';
export { type ShownNotice, shownNotices, statedNews, type WarningSurface } from './notices.ts';
export {
  type AnnouncedVersion,
  type CountriesShown,
  type PercentShown,
  type RangeShown,
  type RateRow,
  type RateSubject,
  type RatesShown,
  type RegimeShown,
  ratesShown,
} from './rates.ts';
export { type ProgramPageRoutes, programPageRoutes } from './routes.ts';
export type { OnRulesPublished } from './rules.ts';
export {
  announcedRules,
  conductRules,
  descriptionsOf,
  discardDraft,
  draftedSections,
  type PageOf,
  publishDraft,
  publishedSections,
  publishSection,
  rulesVersionsOf,
  saveDraft,
} from './service.ts';
