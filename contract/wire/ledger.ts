import { z } from 'zod';

/** The books as the operator browses them: accounts, entries with their postings, the seal. */

export const accountKindNames = [
  'publisher_hold',
  'publisher_balance',
  'publisher_advance',
  'advertiser_hold',
  'advertiser_due',
  'network_fx',
  'network_fees',
  'bank',
] as const;
export const entryKindNames = [
  'hold',
  'void',
  'reward',
  'refund_deduction',
  'antispam_deduction',
  'correction',
  'reversal',
  'advertiser_payment',
  'withdrawal',
  'express_payment',
  'express_fee',
  'express_settlement',
] as const;

const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;
const WORD_CHARACTERS_MAX = 200;
const NUMBER = /^\d{1,18}$/;

const accountKind = z.enum(accountKindNames);
const entryKind = z.enum(entryKindNames);
const word = z.string().min(1).max(WORD_CHARACTERS_MAX);
const currency = z.string().regex(/^[A-Z]{3}$/);
const cursor = z.string().regex(NUMBER).optional().describe('`next` of the page before.');
const limit = z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT);

export const ledgerAccount = z.object({
  id: z.string(),
  kind: accountKind,
  program: z.string().nullable(),
  organisation: z.object({ id: z.string(), name: z.string() }).nullable().describe('Null: an account of the network.'),
  currency: z.string(),
  balance: z.string().describe('As kept beside the postings. Positive: what the network owes the holder.'),
});
export type LedgerAccount = z.infer<typeof ledgerAccount>;
export const ledgerAccountPage = z.object({ accounts: z.array(ledgerAccount), next: z.string().nullable() });
export type LedgerAccountPage = z.infer<typeof ledgerAccountPage>;

export const ledgerAccountDetail = ledgerAccount.extend({
  rebuilt: z.string().describe('The sum of all postings of the account; it must be the balance.'),
  postings: z.number(),
});
export type LedgerAccountDetail = z.infer<typeof ledgerAccountDetail>;

/** What an entry says of itself wherever it is listed. */
const entryLine = {
  id: z.string(),
  kind: entryKind,
  title: z.string(),
  program: z.string().nullable(),
  order_id: z.string().nullable(),
  reason: z.string().nullable(),
  recorded_at: z.string(),
  effective_at: z.string(),
};
const amount = z.object({ amount: z.string(), currency: z.string() });

export const ledgerHistoryPage = z.object({
  postings: z.array(z.object({ posting: z.string(), entry: z.object(entryLine), ...amount.shape })),
  next: z.string().nullable(),
});
export type LedgerHistoryPage = z.infer<typeof ledgerHistoryPage>;

export const ledgerEntryPage = z.object({
  entries: z.array(
    z.object({
      ...entryLine,
      moved: z.array(amount).describe('What was credited, by currency; the same was debited.'),
    }),
  ),
  next: z.string().nullable(),
});
export type LedgerEntryPage = z.infer<typeof ledgerEntryPage>;

export const ledgerEntry = z.object({
  ...entryLine,
  line_id: z.string().nullable(),
  cause: z.object({ source: z.string(), event_id: z.string() }).describe('Unique: the same cause is booked once.'),
  event: z.string().nullable().describe('The event of the order that made the decision necessary.'),
  revision: z.number().nullable().describe('Number of the decision of the order.'),
  terms_version: z.string().nullable(),
  rule: z.string().nullable(),
  exchange: z.object({ pair: z.string(), rate: z.string(), source: z.string() }).nullable(),
  reverses: z.string().nullable(),
  reversed_by: z.array(z.string()),
  postings: z.array(z.object({ posting: z.string(), account: ledgerAccount.omit({ balance: true }), ...amount.shape })),
  sums: z.array(amount).describe('Of all postings, by currency: each must be zero.'),
  content_hash: z.string(),
  seal: z
    .object({ position: z.string(), hash: z.string(), at: z.string() })
    .nullable()
    .describe('Null while it waits for the sealer.'),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** What a check of the whole book can find. */
export const ledgerFaults = [
  'sum_differs',
  'entry_unbalanced',
  'balance_differs',
  'entry_unchained',
  'link_missing',
  'entry_gone',
  'entry_changed',
  'chain_short',
] as const;

export const ledgerState = z.object({
  entries: z.string(),
  sealed: z.string(),
  unsealed: z.string(),
  head: z.object({ position: z.string(), hash: z.string(), at: z.string() }).nullable(),
  check: z
    .object({
      running: z.object({ done: z.string(), total: z.string(), since: z.string() }).nullable(),
      last: z
        .object({
          at: z.string(),
          entries: z.string(),
          totals: z.array(amount),
          findings: z.array(
            z.object({
              check: z.string(),
              entry: z.string().nullable(),
              fault: z.enum(ledgerFaults),
              values: z.record(z.string(), z.string()).describe('What stands in the sentence about the fault.'),
              detail: z.string().describe('The sentence in English.'),
            }),
          ),
        })
        .nullable(),
      failed: z
        .enum(['unavailable', 'defect'])
        .nullable()
        .describe('Why it could not be done: the database could not be reached, or it failed; the log says how.'),
    })
    .describe('The check of the whole book that this process ran last.'),
});
export type LedgerState = z.infer<typeof ledgerState>;

export const accountsQuery = z.strictObject({
  kind: accountKind.optional(),
  program: word.optional(),
  organisation: z.uuid().optional(),
  currency: currency.optional(),
  after: cursor,
  limit,
});
export const accountHistoryQuery = z.strictObject({ before: cursor, limit });
export const entriesQuery = z.strictObject({
  kind: entryKind.optional(),
  program: word.optional(),
  order_id: word.optional().describe('With `program`.'),
  before: cursor,
  limit,
});
export const accountParams = z.object({ id: z.string().regex(/^\d{1,9}$/) });
export const entryParams = z.object({ id: z.uuid() });
