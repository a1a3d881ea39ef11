import { z } from 'zod';

/** What scenarios read of the answers of the API; everything else in them is left as it came. */

const money = z.looseObject({ amount: z.string(), currency: z.string() });

const line = z.looseObject({
  line_id: z.string(),
  status: z.string(),
  reason: z.string(),
  rate: z.string().nullable(),
  commission: z.string(),
});

export const decisionShape = z.looseObject({
  status: z.string(),
  commission: money,
  click_id: z.string().nullable(),
  lines: z.array(line),
});
export type DecisionAnswer = z.output<typeof decisionShape>;

export const reportedShape = z.looseObject({
  outcome: z.string(),
  notices: z.array(z.looseObject({ code: z.string() })),
  decision: decisionShape.nullable(),
});

export const orderShape = z.looseObject({ order_id: z.string(), decision: decisionShape.nullable() });

const posting = z.looseObject({
  title: z.string(),
  account: z.string(),
  amount: z.string(),
  currency: z.string(),
  reason: z.string().nullable(),
});

export const whyShape = decisionShape.extend({
  terms_version: z.string().nullable(),
  lines: z.array(line.extend({ notes: z.array(z.string()) })),
  sentences: z.array(z.string()),
  trace: z.array(
    z.looseObject({
      part: z.string(),
      step: z.string(),
      outcome: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  postings: z.array(posting),
});
export type WhyAnswer = z.output<typeof whyShape>;

export const balancesShape = z.looseObject({
  results: z.array(
    z.looseObject({
      account: z.string(),
      program: z.string().nullable(),
      organisation: z.string().nullable(),
      balance: z.string(),
      currency: z.string(),
    }),
  ),
});
export type BalanceAnswer = z.output<typeof balancesShape>['results'][number];

export const historyShape = z.looseObject({
  results: z.array(posting.extend({ order_id: z.string().nullable(), line_id: z.string().nullable() })),
  next: z.string().nullable(),
});
export type HistoryAnswer = z.output<typeof historyShape>['results'][number];

export const tokenShape = z.looseObject({ access_token: z.string(), expires_in: z.number() });

const actions = z.looseObject({
  total: z.number(),
  approved: z.number(),
  pending: z.number(),
  deducted: z.number(),
  declined: z.number(),
  no_reward: z.number(),
});

const rewards = z.array(
  z.looseObject({
    currency: z.string(),
    approved: z.string(),
    pending: z.string(),
    deducted: z.string(),
    declined: z.string(),
  }),
);

const numbers = z.looseObject({ clicks: z.number().nullable(), actions, rewards });

export const reportShape = z.looseObject({
  rows: z.array(numbers.extend({ group: z.record(z.string(), z.string().nullable()) })),
  total: numbers,
});
export type ReportAnswer = z.output<typeof reportShape>;
