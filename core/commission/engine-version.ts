/**
 * Stored with every decision. It goes up when the meaning of a terms file or of stored facts would change for some order;
 * a faster engine with the same answers keeps it. The golden corpus says which of the two a change is.
 */
export const ENGINE_VERSION = '1';
