import { z } from 'zod';

/** How the network itself is: for the people who run it. Bytes and counts of records are numbers. */

export const healthAlarmNames = [
  'backlog_old',
  'disk_short',
  'clicks_unspooled',
  'clicks_parked',
  'clicks_lost',
  'books_differ',
  'geo_data_old',
  'events_waiting',
  'ledger_unsealed',
  'mails_failed',
] as const;

export const healthReport = z.object({
  at: z.string(),
  version: z.string(),
  alarms: z.array(
    z.object({
      name: z.enum(healthAlarmNames),
      since: z.string().nullable().describe('Null where nobody wrote down when it began.'),
      count: z.number().describe('How much of it there is: records, bytes, days, mails, as the alarm says.'),
      where: z.string().nullable().describe('The edge or segment concerned.'),
    }),
  ),
  database: z.object({ postgresql: z.string(), bytes: z.number(), connections: z.number() }),
  spools: z.array(
    z.object({
      name: z.string(),
      recorded: z.number(),
      stored: z.number(),
      repeated: z.number(),
      parked: z.number(),
      lost: z.number(),
      bytes: z.number(),
      waiting: z.object({ records: z.number(), bytes: z.number(), oldest_at: z.string().nullable() }),
      unspooled: z.object({ clicks: z.number(), last_at: z.string().nullable() }),
    }),
  ),
  spool_room_bytes: z.number().nullable().describe('Free on the disk of the spools; null: there is none yet.'),
  geo_data: z.object({ of: z.string(), days: z.number() }),
  parked: z.object({ records: z.number(), oldest_at: z.string().nullable(), reason: z.string().nullable() }),
  waiting_events: z
    .object({ events: z.number(), oldest_at: z.string().nullable() })
    .describe('Events that have waited more than a day for their order.'),
  ledger: z.object({ unsealed: z.number(), oldest_at: z.string().nullable() }),
  mails: z.object({
    delivery: z.enum(['smtp', 'kept']),
    waiting: z.number(),
    failed: z.number(),
    oldest_failed_at: z.string().nullable(),
  }),
});
export type HealthReport = z.infer<typeof healthReport>;
