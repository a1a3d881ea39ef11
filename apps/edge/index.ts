export { type EdgeRole, type EdgeRoleOptions, edgeRoot, linksFile, spoolRoot, startEdge } from './edge-role.ts';
export { drainServer, edgeServer } from './edge-server.ts';
export { handOver, takeOver } from './hand-over.ts';
export { type UnspooledNote, unspooledNotes } from './unspooled-note.ts';
