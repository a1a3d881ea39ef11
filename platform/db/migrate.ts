import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** One numbered SQL file. */
interface Migration {
  readonly number: number;
  readonly file: string;
  readonly sql: string;
  readonly checksum: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly file: string;
  readonly checksum: string;
}

/** What a run did: the names of the files it applied, in order, and how many had been applied before. */
export interface MigrationReport {
  readonly applied: readonly string[];
  readonly before: number;
}

export interface MigrateOptions {
  readonly directory?: string;
  readonly onProgress?: (message: string) => void;
}

/** The migrations shipped with the product; the build copies them beside the compiled code, so this holds there too. */
export const migrationDirectory = fileURLToPath(new URL('../../migrations/sql', import.meta.url));

/** Any number that no other program uses for an advisory lock of this server; these are the letters "trib" and a 1. */
const LOCK_KEY = 0x74726962_01;

/** A migration that waits longer for a table would make every request behind it wait as well: it fails and may be repeated. */
const LOCK_MS_MAX = 10_000;

/** In a migration's header: it runs as the connecting role instead of tributary_owner (for roles and grants on the database). */
const RUN_AS_CONNECTING_ROLE = /^-- run-as: connecting role$/m;

/**
 * Brings the database at `url` to the schema of this version: applies the migrations it lacks, in order, each in its own
 * transaction. Two starters at once: the second waits and then finds nothing to do. Throws, naming file and remedy, when the
 * database was migrated by other files than these, or a file fails (everything before it stays applied).
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<MigrationReport> {
  const migrations = await readMigrations(options.directory ?? migrationDirectory);
  const client = new pg.Client({ connectionString: url, application_name: 'tributary migrate' });
  // A lost connection also fails the query under way, which reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(`set lock_timeout = ${LOCK_MS_MAX}`);
    const applied = await appliedMigrations(client);
    const pending = pendingMigrations(migrations, applied);
    for (const migration of pending) {
      options.onProgress?.(`migrating the database: ${migration.file}`);
      await apply(client, migration);
    }
    return { applied: pending.map((migration) => migration.file), before: applied.length };
  } finally {
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    files.map(async (file): Promise<Migration> => {
      const match = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file);
      if (match?.[1] === undefined) {
        throw new Error(`migration ${file}: the name must be NNNN_lower_case_words.sql; rename it`);
      }
      const sql = await readFile(join(directory, file), 'utf8');
      return { number: Number(match[1]), file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
  migrations.forEach((migration, index) => {
    const earlier = migrations[index - 1];
    if (earlier?.number === migration.number) {
      throw new Error(`migrations ${earlier.file} and ${migration.file} have one number; renumber the later one`);
    }
  });
  return migrations;
}

async function appliedMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  await client.query(`
    create schema if not exists migrations;
    create table if not exists migrations.applied (
      number integer primary key,
      file text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
  const result = await client.query<{ number: number; file: string; checksum: string }>(
    'select number, file, checksum from migrations.applied order by number',
  );
  return result.rows;
}

/** The migrations still to apply. Throws when what was applied is not a prefix of what is here. */
function pendingMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const done of applied) {
    const here = byNumber.get(done.number);
    if (here === undefined) {
      throw new Error(
        `the database has migration ${done.file}, which this version does not know: it was migrated by a newer version. ` +
          'Start that version or a later one, or restore a backup made before the upgrade',
      );
    }
    if (here.checksum !== done.checksum) {
      throw new Error(
        `the database was made by another version: migration ${here.file} was changed after it was applied to it (as ${done.file}). ` +
          'Versions before the first release do not take databases over: start the version that made it, or begin with an empty ' +
          'database or another data directory. Who changed the file restores it and writes a new migration',
      );
    }
  }
  const last = applied.at(-1)?.number ?? 0;
  const doneNumbers = new Set(applied.map((done) => done.number));
  const pending = migrations.filter((migration) => !doneNumbers.has(migration.number));
  const late = pending.find((migration) => migration.number < last);
  if (late !== undefined) {
    throw new Error(
      `migration ${late.file} comes before ${applied.at(-1)?.file}, which this database already has. Give it the next free ` +
        'number; a development database can be deleted and made again',
    );
  }
  return pending;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const role = RUN_AS_CONNECTING_ROLE.test(migration.sql) ? '' : 'set local role tributary_owner';
  try {
    await client.query(`begin; ${role}`);
    await client.query(migration.sql);
    await client.query('reset role');
    await client.query('insert into migrations.applied (number, file, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.file,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${migration.file} failed${failurePlace(migration.sql, error)}`, { cause: error });
  }
}

/** `, line 12: <message of the server>` and what the person can do about missing rights. */
function failurePlace(sql: string, error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) {
    return `: ${String(error)}`;
  }
  const position = Number(error.position ?? Number.NaN);
  const line = Number.isInteger(position) ? `, line ${sql.slice(0, position).split('\n').length}` : '';
  const remedy =
    error.code === '42501'
      ? '. The connecting role needs CREATEROLE and must own the database: as an administrator run ' +
        'ALTER ROLE <role> CREATEROLE; ALTER DATABASE <database> OWNER TO <role>'
      : '';
  return `${line}: ${error.message}${remedy}`;
}
