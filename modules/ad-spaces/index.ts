export { brandLike, brandWords } from './brand-words.ts';
export { heldWords } from './held.ts';
export { kindRule, kindRules } from './kinds.ts';
export { misleadingIn } from './misleading-phrases.ts';
export type { AdSpace, AdSpaceStatus, Finding, RejectionReason } from './model.ts';
export { archiveAdSpace, changeAdSpace, registerAdSpace, restoreAdSpace } from './own.ts';
export { checkProof } from './proof.ts';
export { type AdSpaceRoutes, adSpaceRoutes } from './routes.ts';
export { type AdSpaceVerdict, createAdSpace, type NewAdSpace, noAdSpace, setAdSpaceStatus } from './service.ts';
export { shownAdSpace } from './shown.ts';
export {
  adSpaceByCode,
  adSpaceById,
  adSpacesByCodes,
  adSpacesById,
  adSpacesIn,
  adSpacesNamed,
  listAdSpaces,
  waitingAdSpaces,
} from './store.ts';
