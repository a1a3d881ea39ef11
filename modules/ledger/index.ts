export { type LedgerBrowserDeps, ledgerBrowserRoutes } from './browse-routes.ts';
export { unsealedTail } from './browse-store.ts';
export {
  type Balance,
  type BalanceFilter,
  contentHash,
  entryId,
  type Finding,
  type HistoryRow,
  type PostError,
  type PostedEntry,
  type Verification,
} from './model.ts';
export { type LedgerRoutesDeps, ledgerRoutes } from './routes.ts';
export { balances, HISTORY_PAGE_MAX, history } from './service/balances.ts';
export { type ExportBounds, exportPostings, settled } from './service/export.ts';
export { post, postOrThrow } from './service/post.ts';
export { reverse } from './service/reverse.ts';
export { createSealer, type Sealer, seal } from './service/seal.ts';
export { type VerifyOptions, verify } from './service/verify.ts';
export { knownEntries, selectOrderPostings as orderPostings } from './store.ts';
