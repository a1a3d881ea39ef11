export { type EdgeRole, type EdgeRoleOptions, edgeRoot, linksFile, spoolRoot, startEdge } from './edge-role.ts';
export { edgeServer } from './edge-server.ts';
export { type UnspooledNote, unspooledNotes } from './unspooled-note.ts';
