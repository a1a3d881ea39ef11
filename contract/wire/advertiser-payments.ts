import { z } from 'zod';

/** Payments of advertisers for approved orders, as the network records them when the money has arrived. */

/** As many orders are paid by one transfer. */
export const PAID_ORDERS_MAX = 10_000;
const LISTED_MAX = 5_000;
const ORDER_ID_CHARACTERS_MAX = 128;
const CODE_CHARACTERS_MAX = 100;
const REFERENCE_CHARACTERS_MAX = 200;
const CURSOR_CHARACTERS_MAX = 100;
const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;

const decimal = z.string();
const sum = z.object({ amount: decimal, currency: z.string() });
const day = z.iso.date();

const which = {
  program: z.string().min(1).max(CODE_CHARACTERS_MAX),
  orders: z
    .array(z.string().min(1).max(ORDER_ID_CHARACTERS_MAX))
    .min(1)
    .max(LISTED_MAX)
    .optional()
    .describe('Either these,'),
  until: day.optional().describe('or all that were confirmed until the end of this day in the zone of the program.'),
};

/** Exactly one of `orders` and `until`. */
export function namesOrders(body: { readonly orders?: unknown; readonly until?: unknown }): boolean {
  return (body.orders === undefined) !== (body.until === undefined);
}
export const ORDERS_MISSING = { message: 'expected either `orders` or `until`', path: ['orders'] };

/** Why an order that was named is left out. */
export const leftOutReasons = ['unknown', 'not_approved', 'still_pending', 'paid_before'] as const;

/** `POST /api/v1/advertiser-payments/preview`: nothing is recorded. */
export const advertiserPaymentPreviewBody = z.strictObject(which).refine(namesOrders, ORDERS_MISSING);
export type AdvertiserPaymentPreviewBody = z.input<typeof advertiserPaymentPreviewBody>;

const figures = {
  program: z.string(),
  orders: z.int(),
  due: z.array(sum).describe('What the advertiser owes for these orders, by currency of the order.'),
  publishers: z.array(
    z.object({
      publisher: z.object({ id: z.uuid(), name: z.string() }),
      currency: z.string(),
      orders: z.int(),
      approved: decimal.describe('Becomes available to the publisher,'),
      settled: decimal.describe('less this, which was advanced by express payments.'),
    }),
  ),
};

export const advertiserPaymentPreview = z.object({
  ...figures,
  left_out: z
    .array(z.object({ order_id: z.string(), reason: z.enum(leftOutReasons) }))
    .describe('Of orders that were named.'),
  more: z
    .boolean()
    .describe('More orders are due than one transfer takes: the oldest are here, record the rest after them.'),
});
export type AdvertiserPaymentPreview = z.infer<typeof advertiserPaymentPreview>;

/** `POST /api/v1/advertiser-payments`. The same reference and orders again are answered as the first time. */
export const advertiserPaymentBody = z
  .strictObject({
    ...which,
    reference: z
      .string()
      .trim()
      .min(1)
      .max(REFERENCE_CHARACTERS_MAX)
      .describe('The bank’s; each names one transfer of the program for ever.'),
    at: z.iso.datetime().describe('When the money arrived, in UTC; not in the future.'),
    expected: z
      .strictObject({
        orders: z.int().min(1),
        due: z.array(z.strictObject({ amount: z.string().max(40), currency: z.string().max(3) })),
      })
      .describe('What the preview told; where it would be something else by now, nothing happens.'),
  })
  .refine(namesOrders, ORDERS_MISSING);
export type AdvertiserPaymentBody = z.input<typeof advertiserPaymentBody>;

export const advertiserPayment = z.object({
  id: z.uuid(),
  ...figures,
  program_name: z.string(),
  reference: z.string(),
  at: z.string(),
  recorded_at: z.string(),
  recorded_by: z.string().nullable().describe('Name of the person; null for an application.'),
});
export type AdvertiserPayment = z.infer<typeof advertiserPayment>;

/** `GET /api/v1/advertiser-payments`, newest first. */
export const advertiserPaymentsQuery = z.strictObject({
  program: z.string().min(1).max(CODE_CHARACTERS_MAX).optional(),
  before: z.string().max(CURSOR_CHARACTERS_MAX).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});
export const advertiserPaymentPage = z.object({
  payments: z.array(advertiserPayment),
  next: z.string().nullable(),
});
export type AdvertiserPaymentPage = z.infer<typeof advertiserPaymentPage>;

/** `GET /api/v1/advertiser-payments/due`: what waits to be paid, by program. */
export const advertiserDue = z.object({
  programs: z.array(
    z.object({
      program: z.string(),
      name: z.string(),
      orders: z.int(),
      due: z.array(sum),
      oldest: z.string().describe('Day on which the oldest of them was made.'),
    }),
  ),
});
export type AdvertiserDue = z.infer<typeof advertiserDue>;
