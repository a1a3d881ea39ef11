import type { Server } from 'node:http';
import pg from 'pg';
import { edgeServer, startEdge } from '../../../apps/edge/index.ts';
import { clickKeys } from '../../../modules/clicks/edge-face.ts';
import { clickKey } from '../../../modules/clicks/id/click-key.ts';
import { PLACE } from '../../../modules/clicks/record/record-form.ts';
import { programNumber } from '../../../modules/clicks/record/shared-part.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { describeProblems, openMasterKey, readConfig } from '../../../platform/config/index.ts';
import { connectDatabase } from '../../../platform/db/index.ts';
import type { AppendDone, Spool } from '../../../platform/spool/index.ts';

/**
 * The click path as it would be without spool and shipper: the same edge, the same judging and the same row, made durable by one awaited
 * INSERT a click into a table like that of the store: its columns, its index, its partition of the month. Nothing is counted for reports.
 */
export async function startClickInsert(databaseUrl: string): Promise<Server> {
  const read = readConfig(process.env, 'serve');
  if (!read.ok) throw new Error(describeProblems(read.problems));
  const { config } = read;
  const edge = await startEdge({
    name: 'click-insert',
    dataDir: config.dataDir,
    keepsLinks: false,
    keys: clickKeys(openMasterKey(config).bytes),
    clock: systemClock,
    publicUrl: 'http://localhost',
    trustedProxies: config.trustedProxies,
    geoip: config.geoip,
    spool: await insertingSpool(databaseUrl),
    onTrouble: (error, what) => process.stderr.write(`${what}: ${String(error)}\n`),
  });
  edge.follow(connectDatabase(databaseUrl, { poolSize: 2 }));
  await edge.whenReady();
  const server = edgeServer(edge);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** As many connections as the other floors that store have. */
const CONNECTIONS = 16;

const INSERT = {
  name: 'click',
  text: `insert into bench.stored (key, at, program_number, advertiser_org, publisher_org, ad_space_id, program, detail, personal)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

async function insertingSpool(databaseUrl: string): Promise<Spool> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  // The owner of the tables may look at their form; who inserts is nobody special.
  await pool.query(`create schema if not exists bench;
    grant all on schema bench to tributary_owner;
    set role tributary_owner;
    create table bench.stored (like clicks.stored including all) partition by range (key);
    create table bench.stored_now partition of bench.stored for values
      from (clicks.first_key(now() - interval '1 day')) to (clicks.first_key(now() + interval '1 month'));
    grant insert on bench.stored to public;
    reset role`);
  const status = { recorded: 0, failed: 0, commits: 0, trouble: null as string | null };
  const numbers = new Map<string, number>();
  const numberOf = (program: string): number => {
    const number = numbers.get(program) ?? programNumber(program);
    numbers.set(program, number);
    return number;
  };
  return {
    append: (record: string, done: AppendDone) => {
      pool.query({ ...INSERT, values: rowOf(record, numberOf) }).then(
        () => {
          status.recorded += 1;
          done(null);
        },
        (error: unknown) => {
          status.failed += 1;
          status.trouble = String(error);
          done('failed');
        },
      );
    },
    onCommit: () => undefined,
    status,
    close: () => pool.end(),
  };
}

/** What the store keeps of a record, in the order of the statement. */
function rowOf(record: string, numberOf: (program: string) => number): unknown[] {
  const fields = record.split('\t');
  const of = (place: number): string => fields[place] ?? '';
  const key = clickKey(of(PLACE.click_id)) ?? '';
  return [
    key,
    new Date(Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16)),
    numberOf(of(PLACE.program)),
    of(PLACE.advertiser_org),
    of(PLACE.publisher_org),
    of(PLACE.ad_space_id),
    of(PLACE.program),
    fields.slice(PLACE.ad_space_kind, PLACE.routed_from + 1).join('\t'),
    fields.slice(PLACE.client_address, PLACE.raw + 1).join('\t'),
  ];
}
