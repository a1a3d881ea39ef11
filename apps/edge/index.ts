export { type EdgeRole, type EdgeRoleOptions, spoolRoot, startEdge } from './edge-role.ts';
export { EDGE_HEADER_BYTES_MAX, edgeServer } from './edge-server.ts';
