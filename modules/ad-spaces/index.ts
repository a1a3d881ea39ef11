export type { AdSpace, AdSpaceStatus } from './model.ts';
export { adSpaceRoutes } from './routes.ts';
export { createAdSpace, type NewAdSpace, noAdSpace, setAdSpaceStatus } from './service.ts';
export { adSpaceByCode, adSpaceById, adSpacesByCodes, adSpacesById, listAdSpaces } from './store.ts';
