import { z } from 'zod';

/** Why an order earns what it earns: the answer of `GET /api/v1/orders/{order_id}/why` and of `tributary why --json` (I-35, S-136). */

const text = z.string().nullable();
const amount = z.object({ amount: z.string(), currency: z.string() });

/** One step on the way to the decision; `line_id` is null for what concerns the whole order. */
export const whyStep = z.object({
  part: z.enum(['attribution', 'rules', 'arithmetic', 'order']),
  line_id: text,
  step: z.string(),
  outcome: z.enum(['hit', 'miss']).nullable(),
  facts: z.record(z.string(), text).describe('What the step read; null is unknown.'),
  detail: text,
});

export const whyPosting = z.object({
  entry_id: z.string(),
  kind: z.string(),
  title: z.string(),
  account: z.string(),
  amount: z.string(),
  currency: z.string(),
  line_id: text,
  event: text,
  revision: z.number().nullable(),
  terms_version: text,
  rule: text,
  reason: text,
  fx: z.object({ pair: z.string(), rate: z.string(), source: z.string() }).nullable(),
  effective_at: z.string(),
  recorded_at: z.string(),
});

/** The click that owns the order, as far as something of it is known. */
const storyClick = z.object({
  click_id: text,
  at: z.string(),
  age_ms: z.number().describe('From the click to the order.'),
  country: text,
  anonymizer: z.enum(['no', 'yes', 'unknown']),
  device: text,
  link: text,
  ad_space: text,
  traffic_type: text,
  landing: z.enum(['home', 'item', 'shop', 'category']),
  product_id: text,
  store_id: text,
  redirected: z.boolean(),
  subids: z.array(text),
  routed_from: text.describe('Program whose link was followed, where GEO routing moved the click here.'),
  restored: z.boolean().describe('Its row was not there; it was recovered from its signed id.'),
});

const storyOwner = z.object({
  by: z.enum(['click', 'coupon']).nullable().describe('What decided whose order it is; null: nobody owns it.'),
  window_ms: z.number().nullable().describe('A click counts while it is younger than this.'),
  pick: z.enum(['last', 'first']).nullable(),
  clicks: z
    .array(
      z.object({
        mine: z.boolean().describe('Whether the reader may know more of it than that it exists.'),
        click_id: text,
        at: text,
        standing: z.enum(['owns', 'after_order', 'too_old', 'another_first']),
      }),
    )
    .describe('All clicks of the buyer that the order names.'),
});

const storyTerms = z.object({
  program_name: z.string(),
  version: text,
  from: text,
  until: text,
  publication: z.number().nullable(),
  regime: text.describe('The rules are chosen by where the order is delivered.'),
  time_zone: z.string(),
  accrual_currency: text,
  rounding: z.enum(['half-even', 'half-up', 'down']).nullable(),
  confirmation: text.describe('What has to happen before a reward is approved, in the words of the program.'),
  confirmation_days: z.number().nullable(),
  caps: z.array(
    amount.extend({
      per: z.enum(['line', 'order', 'day', 'month', 'budget']),
      used: text.describe('What was used up of a day, a month or a budget before this order.'),
    }),
  ),
});

/** From the price of a line to what it earns; every number is there. */
const storyLine = z.object({
  line_id: z.string(),
  status: z.string(),
  reason: z.string(),
  notes: z.array(z.string()),
  product_id: text,
  store_id: text,
  category: text,
  seller_country: text,
  quantity: z.number(),
  price: z.string().describe('In the currency of the order, as reported.'),
  refunded: text,
  kept: z.string().describe('Price less refunds.'),
  rule: text,
  rule_text: text.describe('The rule as the terms write it.'),
  rate: text,
  volume: z
    .object({ per: z.enum(['day', 'month']), counts: z.enum(['orders', 'amount']), before: z.string() })
    .nullable()
    .describe('What the publisher had in the period before this order, where the rate depends on it.'),
  fixed: z.array(amount.extend({ per: z.enum(['order', 'line', 'unit']), times: z.number() })),
  exact: text.describe('Kept × rate before any rounding.'),
  rounded: z.string().describe('The commission with its fixed amounts in the currency of the order, before the caps.'),
  limited: z.string().describe('After the caps of a line.'),
  capped: z.string().describe('After the caps of an order, of which each line has its part.'),
  converted_exact: text.describe('Capped × exchange rate before rounding; null without an exchange.'),
  converted: z.string().describe('The same rounded, in the currency in which the program pays.'),
  earned: z.string().describe('After the caps of a period: what it earns now.'),
  deducted: z.string().describe('Taken back after approval.'),
  lost: z.string().describe('What a declined line would have earned.'),
  sentences: z.array(z.string()),
});

/** What was reported after the order. */
const storyEvent = z.object({
  type: z.enum(['goods_received', 'closed', 'refunded', 'violation', 'corrected']),
  at: z.string(),
  violation: text,
  lines: z
    .array(z.object({ line_id: z.string(), amount: text.describe('null: all of it.'), before: text }))
    .nullable()
    .describe('null: the whole order.'),
});

/** The same order by the terms of another program that is joined with this one (S-113). */
export const whyElsewhere = z.object({
  program: z.string(),
  name: z.string(),
  status: z.string(),
  reasons: z.array(z.string()),
  here: amount.describe('What it earns here, in the currency of the order.'),
  there: amount.describe('What it would have earned there, in the currency of the order.'),
  accrued: amount.describe('The same in the currency in which that program pays.'),
});

/** What happens next, and when (S-007, S-008). */
const storyNext = z.object({
  step: z.enum(['receipt', 'held', 'review', 'payment', 'available', 'closed']),
  overdue_at: text.describe('From then on an order that still waits for its confirmation is overdue.'),
  processing_days: z.number().nullable().describe('Average of the program, from the order on.'),
  payment_days: z.number().nullable(),
  decision_expected_at: text,
  payment_expected_at: text,
  paid_at: text.describe('When the advertiser paid for it.'),
});

const story = z.object({
  ordered_at: z.string(),
  delivery_country: text,
  customer: z.enum(['new', 'returning']).nullable(),
  coupon: text,
  price: amount.describe('Of all lines, as they were corrected last.'),
  first_price: z.string().describe('As it was reported first.'),
  click: storyClick.nullable(),
  owner: storyOwner,
  terms: storyTerms,
  events: z.array(storyEvent),
  lines: z.array(storyLine),
  names: z
    .object({ products: z.record(z.string(), z.string()), categories: z.record(z.string(), z.string()) })
    .describe('What products and categories of the lines are called, by id and key; those without a name are absent.'),
  fx: z
    .object({ base: z.string(), quote: z.string(), rate: z.string(), day: z.string() })
    .nullable()
    .describe('One unit of base costs rate units of quote.'),
  next: storyNext,
  elsewhere: z.array(whyElsewhere),
});

export const whyAnswer = z.object({
  order_id: z.string(),
  program: z.string(),
  click_id: text,
  terms_version: text,
  engine_version: z.string(),
  status: z.string(),
  commission: amount,
  revision: z.number().describe('Decisions of the order count from 1; this is the latest.'),
  decided_at: z.string(),
  decisions: z
    .array(
      z.object({
        revision: z.number(),
        decided_at: z.string(),
        status: z.string(),
        commission: amount,
        because: z
          .object({
            type: z.string(),
            at: z.string(),
            by: z.enum(['advertiser', 'network']),
            reason: text.describe('What was said to it.'),
          })
          .nullable()
          .describe('The latest event before it; null: what was told of the order itself.'),
      }),
    )
    .describe('All decisions of the order, the latest last; of very many the last ones.'),
  lines: z.array(
    z.object({
      line_id: z.string(),
      status: z.string(),
      reason: z.string(),
      notes: z.array(z.string()),
      rate: text.describe('Percent; null for a line that was never priced or earns a fixed amount.'),
      commission: z.string(),
    }),
  ),
  sentences: z.array(z.string()),
  story,
  trace: z.array(whyStep),
  events: z.array(z.record(z.string(), z.unknown())),
  postings: z.array(whyPosting).describe('On the accounts of whoever asks; for operators on all.'),
});

export type WhyAnswer = z.infer<typeof whyAnswer>;
export type WhyStep = z.infer<typeof whyStep>;
export type WhyPosting = z.infer<typeof whyPosting>;
export type WhyStory = z.infer<typeof story>;
export type WhyStoryLine = z.infer<typeof storyLine>;
export type WhyStoryEvent = z.infer<typeof storyEvent>;
export type WhyElsewhere = z.infer<typeof whyElsewhere>;
