import type { Database } from '../../../platform/db/index.ts';

/** Gives a command the database of the network, running or not, for as long as its work lasts. */
export interface CommandDatabase {
  withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T>;
}
