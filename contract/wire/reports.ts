import { z } from 'zod';

/** What `GET /api/v1/reports` answers. */

const count = z.number().int();
const decimal = z.string();

/** What a row of a report counts; rows add up to the total exactly (S-021). */
export const reportNumbers = z.object({
  clicks: count.nullable().describe('Without bots and prefetches; null in reports by status.'),
  unique_clicks: count.nullable().describe("First clicks of a visitor's day on an ad space."),
  filtered_clicks: count.nullable(),
  actions: z.object({
    total: count.describe('Those that count in ratios: approved, pending, deducted and declined.'),
    approved: count,
    pending: count,
    deducted: count,
    declined: count,
    no_reward: count,
    unresolved: count,
    not_attributed: count,
  }),
  new_customers: count,
  cr: decimal.nullable().describe('Actions per 100 clicks.'),
  rewards: z.array(
    z.object({
      currency: z.string(),
      approved: decimal,
      pending: decimal,
      deducted: decimal,
      declined: decimal,
      epc: decimal.nullable().describe('Approved and pending per 100 clicks.'),
    }),
  ),
  sales: z.array(z.object({ currency: z.string(), amount: decimal })),
});

export const reportRow = reportNumbers.extend({ group: z.record(z.string(), z.string().nullable()) });

export const reportAnswer = z.object({
  since: z.string(),
  until: z.string(),
  group_by: z.array(z.string()),
  rows: z.array(reportRow),
  total: reportNumbers,
  page: z.object({ limit: count, offset: count, rows_total: count }),
});

export type ReportNumbers = z.infer<typeof reportNumbers>;
export type ReportRow = z.infer<typeof reportRow>;
export type ReportAnswer = z.infer<typeof reportAnswer>;
