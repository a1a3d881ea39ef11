import type { Database } from '../../platform/db/index.ts';

const SYSTEM = { role: 'system' } as const;

/** What the rows of each table are now, in short: two that differ are of different rows. */
export async function fingerprint(db: Database): Promise<ReadonlyMap<string, string>> {
  return db.transaction(SYSTEM, async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')
          and has_schema_privilege(schemaname, 'usage') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')
        order by 1`,
    );
    const prints = await tx.query<{ name: string; print: string }>(
      tables
        .map(
          ({ name }) =>
            `select '${name}' as name, md5(coalesce(string_agg(each::text, ',' order by each::text), '')) as print from ${name} each`,
        )
        .join(' union all '),
    );
    return new Map(prints.map(({ name, print }) => [name, print]));
  });
}
