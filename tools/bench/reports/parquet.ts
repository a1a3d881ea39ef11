import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { medianOf } from './timing.ts';

/** Median milliseconds in which DuckDB answers day × program from the raw clicks as Parquet, with as many threads as there are cores. */
export async function timeDuckDb(session: pg.Client, directory: string, rounds: number): Promise<number> {
  const [csv, parquet] = [join(directory, 'raw.csv'), join(directory, 'raw.parquet')];
  await pipeline(
    session.query(
      copyTo(
        'copy (select day, program, counted, first, country, link from bench.click) to stdout (format csv, header)',
      ),
    ),
    createWriteStream(csv),
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`copy (select * from read_csv('${csv}', header = true)) to '${parquet}' (format parquet)`);
    return await medianOf(rounds, () =>
      connection.runAndReadAll(
        `select day, program, count(*) filter (where counted), count(*) filter (where first), count(*) filter (where not counted)
         from read_parquet('${parquet}') group by day, program`,
      ),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
