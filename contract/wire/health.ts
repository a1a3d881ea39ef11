import { z } from 'zod';

/** How the network itself is: for the people who run it. Bytes and counts of records are numbers. */

/** What the worker does in the background. */
export const jobNames = [
  'clicks_shipped',
  'ledger_sealed',
  'orders_retried',
  'clicks_counted',
  'subids_folded',
  'visitors_forgotten',
  'messages_forgotten',
  'clicks_aged',
  'indicators_told',
  'mails_forgotten',
  'mails_sent',
  'notices_mailed',
] as const;
export type JobName = (typeof jobNames)[number];

export const healthAlarmNames = [
  'worker_silent',
  'job_failing',
  'job_late',
  'backlog_old',
  'disk_short',
  'clicks_unspooled',
  'clicks_parked',
  'clicks_lost',
  'books_differ',
  'geo_data_old',
  'events_waiting',
  'ledger_unsealed',
  'mails_waiting',
  'mails_failed',
  'connections_short',
] as const;

export const healthReport = z.object({
  at: z.string(),
  version: z.string(),
  alarms: z.array(
    z.object({
      name: z.enum(healthAlarmNames),
      since: z.string().nullable().describe('Null where nobody wrote down when it began.'),
      count: z.number().describe('How much of it there is: records, bytes, days, mails, as the alarm says.'),
      where: z.string().nullable().describe('The edge, segment or job concerned.'),
    }),
  ),
  limits: z
    .object({
      worker_seconds: z.number().describe('Silence of the worker.'),
      backlog_seconds: z.number().describe('Age of a click that waits for the store.'),
      room_bytes: z.number().describe('Least room on the disk of the spools.'),
      geo_data_days: z.number(),
      seal_seconds: z.number().describe('Age of a ledger entry that waits for its seal.'),
      event_seconds: z.number().describe('Age of an event that waits for its order.'),
      mail_seconds: z.number().describe('Age of a mail that waits to be sent.'),
      connections: z.number(),
    })
    .describe('Beyond these there is an alarm.'),
  worker: z.object({ seen_at: z.string().nullable().describe('Null: there never was one.') }),
  jobs: z.array(
    z.object({
      name: z.enum(jobNames),
      state: z
        .enum(['well', 'expected', 'late', 'failing', 'silent'])
        .describe('`expected`: its first turn is to come.'),
      every_seconds: z.number(),
      late_after_seconds: z.number(),
      ended_at: z.string().nullable().describe('The end of the last round that went well.'),
      failed_at: z.string().nullable(),
      trouble: z.string().nullable().describe('What it failed of last.'),
    }),
  ),
  database: z.object({
    postgresql: z.string(),
    bytes: z.number(),
    connections: z.number(),
    connections_max: z.number(),
  }),
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
      unspooled: z.object({ clicks: z.number(), last_at: z.string().nullable(), reason: z.string().nullable() }),
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
    oldest_waiting_at: z.string().nullable(),
    last_sent_at: z.string().nullable(),
    failed: z.number(),
    oldest_failed_at: z.string().nullable(),
  }),
});
export type HealthReport = z.infer<typeof healthReport>;
