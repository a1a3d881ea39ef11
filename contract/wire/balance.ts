import { z } from 'zod';

/** What holders of accounts are told about their money. */

const decimal = z.string();
const word = z.string().nullable();
const days = z.number().int().nullable();

/** `GET /api/v1/balances` */
export const balancesAnswer = z.object({
  results: z.array(
    z.object({
      account: z.string().describe('publisher_hold, publisher_balance, advertiser_hold, advertiser_due.'),
      program: word,
      organisation: word,
      balance: z.string().describe('Positive: what the network owes the holder.'),
      currency: z.string(),
    }),
  ),
});

/** `GET /api/v1/balances/history` */
export const balanceHistory = z.object({
  results: z.array(
    z.object({
      entry_id: z.string(),
      kind: z.string(),
      title: z.string().describe('"Antispam Deduction" is a fixed name and never translated (S-085).'),
      account: z.string(),
      program: word,
      amount: z.string(),
      currency: z.string(),
      order_id: word,
      line_id: word,
      reason: word,
      event: word,
      terms_version: word,
      rate: word.describe('The exchange rate that was used, where there was one.'),
      effective_at: z.string(),
      recorded_at: z.string(),
    }),
  ),
  next: word,
});

const states = z.object({
  currency: z.string(),
  pending: decimal.describe('On hold until the order is confirmed.'),
  approved: decimal.describe('Confirmed; the advertiser has not paid for it yet.'),
  available: decimal.describe(
    'Confirmed and paid by the advertiser, less what was deducted and paid out; may be below zero.',
  ),
  balance: decimal.describe('approved + available: what the ledger says.'),
  paid: decimal.describe('Paid out so far.'),
  deducted: decimal.describe('Taken back after approval so far.'),
});

/** `GET /api/v1/balances/states` */
export const balanceStates = z.object({
  at: z.string(),
  totals: z.array(states),
  accounts: z.array(
    states.extend({
      program: z.string(),
      processing_days: days.describe('Average of the program from order to decision (S-007).'),
      payment_days: days.describe('Average of the program from order to payment (S-008).'),
    }),
  ),
  expected: z
    .array(
      z.object({
        program: z.string(),
        currency: z.string(),
        state: z.enum(['pending', 'approved']),
        amount: decimal,
        actions: z.number().int(),
        from: word.describe('First day of the week in which the payment may be expected; null while nothing tells.'),
        until: word,
      }),
    )
    .describe('Orders of one week each: when their money may be expected, by the average of the program.'),
});

export type BalanceHistory = z.infer<typeof balanceHistory>;
export type BalanceStates = z.infer<typeof balanceStates>;
