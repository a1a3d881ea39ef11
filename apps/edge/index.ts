export { type EdgeRole, type EdgeRoleOptions, spoolRoot, startEdge } from './edge-role.ts';
export { edgeServer } from './edge-server.ts';
