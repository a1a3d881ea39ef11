import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '../../platform/db/index.ts';
import { openDatabaseServer } from '../../platform/postgres/index.ts';
import { type Item, readCatalogue } from './catalogue.ts';

export const SCHEMA_FILE = fileURLToPath(new URL('../../migrations/schema.sql', import.meta.url));

const HEADER = `-- The schema that all migrations together make, read from the catalogue of PostgreSQL 18 so that a review sees it.
-- Made by a program: change a migration, then run: npm run schema
`;

/** Applies all migrations to an empty embedded database and answers the resulting schema as text, the same on every machine. */
export async function currentSchema(): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), 'tributary-schema-'));
  chmodSync(parent, 0o711);
  const server = await openDatabaseServer({ dataDir: join(parent, 'data') });
  try {
    await migrate(server.url);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return render(await readCatalogue(client));
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Everything of one schema together, and in it everything of one table. */
function render(catalogue: { readonly alone: readonly Item[]; readonly tables: readonly Item[] }): string {
  const schemas = [...new Set([...catalogue.alone, ...catalogue.tables].map((item) => item.schema))].sort();
  const parts = schemas.map((schema) => {
    const inSchema = (item: Item) => item.schema === schema;
    const tables = catalogue.tables.filter(inSchema);
    const names = [...new Set(tables.map((item) => item.table))].sort();
    const title = schema === '' ? [] : [`-- ${schema} ${'-'.repeat(Math.max(3, 110 - schema.length))}`];
    const alone = catalogue.alone.filter(inSchema).map((item) => item.statement);
    const grouped = names.map((name) =>
      tables
        .filter((item) => item.table === name)
        .map((item) => item.statement)
        .join('\n'),
    );
    return [...title, ...alone, ...grouped].join('\n\n');
  });
  return `${HEADER}\n${parts.join('\n\n')}\n`;
}
