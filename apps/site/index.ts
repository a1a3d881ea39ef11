export type { CountryVerdict, SiteDeps, VerdictQuestion } from './deps.ts';
export { notFoundPage } from './frame/unknown-address.tsx';
export { previewRoutes } from './preview.tsx';
export { siteRoutes } from './routes.tsx';
