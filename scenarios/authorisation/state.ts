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
    // Starting processes beside takes longer than reading these few rows.
    await tx.query('set local max_parallel_workers_per_gather = 0');
    const prints = await tx.query<{ name: string; print: string }>(
      tables
        .map(
          ({ name }) =>
            `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as print from ${name} each`,
        )
        .join(' union all '),
    );
    return new Map(prints.map(({ name, print }) => [name, print]));
  });
}
