import { z } from 'zod';

/** What `GET /api/v1/actions` answers: orders as they were decided last, newest first. */

const decimal = z.string();
const word = z.string().nullable();

export const action = z.object({
  order_id: z.string(),
  program: z.string(),
  status: z.string(),
  reasons: z.array(z.string()).describe('Those of its lines, each once.'),
  ordered_at: z.string(),
  click_at: word,
  ad_space: word,
  traffic_type: word,
  link: word,
  country: word.describe('Of the click.'),
  device: word,
  subids: z.array(word).describe('SubID, SubID1 … SubID4.'),
  currency: z.string().describe('In which the program pays; of the four amounts that follow.'),
  pending: decimal,
  approved: decimal,
  declined: decimal.describe('What it would have earned had it not been declined.'),
  deducted: decimal,
  order_amount: decimal,
  order_currency: z.string(),
  new_customer: z.boolean().nullable(),
  decided_at: word,
  paid_at: word.describe('When the advertiser paid for it.'),
});

export const actionTotals = z.object({
  actions: z.number().int(),
  by_status: z.record(z.string(), z.number().int()),
  rewards: z.array(
    z.object({ currency: z.string(), pending: decimal, approved: decimal, declined: decimal, deducted: decimal }),
  ),
  sales: z.array(z.object({ currency: z.string(), amount: decimal })),
});

export const actionsAnswer = z.object({
  since: z.string(),
  until: z.string(),
  actions: z.array(action),
  totals: actionTotals
    .nullable()
    .describe('Of all actions that were asked for, with the first page; null with the others.'),
  next: z.string().nullable().describe('Pass it as `before` for the next page; null at the end.'),
});

export type Action = z.infer<typeof action>;
export type ActionTotals = z.infer<typeof actionTotals>;
export type ActionsAnswer = z.infer<typeof actionsAnswer>;
