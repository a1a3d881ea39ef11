export { type ChangeMark, changeMark, UNSEEN, type Unseen, unseenSince } from './changes.ts';
export { COPY_HEAD_BYTES, copyIn } from './copy-in.ts';
export { type MigrationReport, migrate, migrationDirectory } from './migrate.ts';
export { connectDatabase, type Database, type DatabaseOptions } from './pool.ts';
export { type Actor, type Queryable, sqlState, type TransactionOptions, type Tx } from './transaction.ts';
export { columnTypes, sqlInstant } from './types.ts';
export { isUnavailable } from './unavailable.ts';
