import { z } from 'zod';
import { rowRefusal } from './refused-row.ts';

/** The daily work of an advertiser with the orders of its programs. */

export const orderStatuses = [
  'approved',
  'pending',
  'deducted',
  'unresolved',
  'declined',
  'no_reward',
  'not_attributed',
] as const;

const day = z.iso.date();

/** Which orders are meant. */
export const orderSelection = z.strictObject({
  program: z.string().min(1).max(100).optional(),
  status: z.enum(orderStatuses).optional(),
  ad_space: z.uuid().optional(),
  since: day
    .optional()
    .describe('First day on which they were made, in the zone of `program`; in UTC where none is named.'),
  until: day.optional().describe('Last day, included.'),
  order_id: z.string().min(1).max(128).optional().describe('The id, or its beginning.'),
  handled_in: z.uuid().optional().describe('Those that one handling of many changed: its `handling`.'),
});
export type OrderSelection = z.infer<typeof orderSelection>;

export const deskQuery = orderSelection.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

const money = z.object({ amount: z.string(), currency: z.string() });

export const deskRow = z.object({
  program: z.string(),
  order_id: z.string(),
  ordered_at: z.string(),
  recorded_at: z.string(),
  amount: money.describe('Of all lines as they stand now.'),
  lines: z.int(),
  goods_received: z.boolean(),
  verified: z.boolean(),
  status: z.enum(orderStatuses).nullable().describe('null: the decision is on its way.'),
  reasons: z.array(z.string()).describe('Of its lines, each once.'),
  commission: money.nullable(),
  ad_space: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type DeskRow = z.infer<typeof deskRow>;

export const deskPage = z.object({ orders: z.array(deskRow).describe('Newest first.'), total: z.int() });
export type DeskPage = z.infer<typeof deskPage>;

export const handleBody = z.strictObject({
  selection: orderSelection.extend({
    program: z.string().min(1).max(100),
    order_ids: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(200)
      .optional()
      .describe('Only these of the orders that the other properties name.'),
  }),
  verdict: z
    .enum(['approved', 'declined', 'reopened'])
    .describe(
      'approved: the goods were received, nothing else approves an order (S-081). declined: it ended without. reopened: takes back that it was declined.',
    ),
  reason: z.string().trim().max(500).default('').describe('Required to decline and to reopen; the publisher reads it.'),
  expected: z
    .int()
    .min(1)
    .optional()
    .describe('How many orders the preview counted; left out, nothing is changed and the answer is the preview.'),
});
export type HandleBody = z.input<typeof handleBody>;

const refusedRow = rowRefusal.extend({
  line: z.int().nullable().describe('Of the file.'),
  order_id: z.string().nullable(),
});

/** What became of many orders at once, or would become of them. */
export const handledAnswer = z.object({
  changed: z.boolean().describe('false: this is a preview, nothing was changed.'),
  rows: z.int(),
  outcomes: z.record(z.string(), z.int()).describe('Rows by what became of them, such as applied, no_change, refused.'),
  orders: z.int().describe('Orders that change.'),
  commissions: z
    .array(money)
    .describe('What those orders earn now, by currency; in a preview what they earned before.'),
  amounts: z.array(money).describe('What was paid for those orders, by currency.'),
  refused: z.array(refusedRow).describe('The first 200.'),
  handling: z
    .uuid()
    .nullable()
    .describe('Names what was done to a selection: `handled_in` finds the orders that it changed.'),
  already_applied_at: z.string().nullable().describe('These very bytes were read before; nothing was changed again.'),
});
export type HandledAnswer = z.infer<typeof handledAnswer>;

export const orderFileQuery = z.strictObject({
  name: z.string().min(1).max(200).default('upload.csv'),
  mode: z.enum(['preview', 'apply']).default('preview'),
});
