import { z } from 'zod';

/** Express payments (S-022): the network pays a publisher for approved actions before the advertiser has paid for them. */

const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;
const CURSOR_CHARACTERS_MAX = 100;
const CURRENCIES_MAX = 50;
const DAYS_MAX = 3_650;
const ACTIONS_MAX = 1_000_000;
const REASON_CHARACTERS_MAX = 2_000;
const REFERENCE_CHARACTERS_MAX = 200;

/** `granted`: advanced, the bank transfer is still to be made. */
export const expressStates = ['granted', 'transferred', 'taken_back'] as const;
export type ExpressState = (typeof expressStates)[number];

/** Why nothing, or less than all, can be asked for. */
export const expressReasonCodes = [
  'account_too_young',
  'too_few_funded',
  'sanctioned',
  'nothing_approved',
  'owes',
  'limit_reached',
  'network_limit_reached',
  'below_minimum',
] as const;
export type ExpressReasonCode = (typeof expressReasonCodes)[number];

const state = z.enum(expressStates);
const decimal = z.string();
const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,4})?$/)
  .describe('Decimal, with no more places than the currency has.');
const currency = z.string().regex(/^[A-Z]{3}$/);

/** What the network has decided about express payments. */
const limits = {
  currency,
  per_publisher: amount.describe('The most that may be advanced to one publisher and not settled.'),
  in_all: amount.describe('The same of all publishers together.'),
  minimum: amount.describe('The least that may be asked for.'),
};
const rules = {
  enabled: z.boolean(),
  fee_percent: z
    .string()
    .regex(/^(?:[0-4]?\d(?:\.\d{1,4})?|50(?:\.0{1,4})?)$/)
    .describe('Of what is advanced: 0 to 50, up to four places.'),
  account_days: z.int().min(0).max(DAYS_MAX).describe('How many days a publisher must have been with the network.'),
  funded_actions: z
    .int()
    .min(0)
    .max(ACTIONS_MAX)
    .describe('How many of its actions advertisers must have paid for already.'),
};

/** `GET /api/v1/express-payments/settings` */
export const expressSettings = z.object({
  ...rules,
  fee_percent: decimal,
  limits: z
    .array(z.object({ currency: z.string(), per_publisher: decimal, in_all: decimal, minimum: decimal }))
    .describe('A currency that is not named has no express payments.'),
  version: z.int().describe('Of the settings; 0: nobody has decided yet, and there are none.'),
  changed: z
    .object({ by: z.string().nullable(), at: z.string() })
    .nullable()
    .describe('Who: null for what is no person.'),
});
export type ExpressSettings = z.infer<typeof expressSettings>;

/** `PUT /api/v1/express-payments/settings`: for people who signed in a short while ago. Refused where the version is another by now. */
export const expressSettingsBody = z.strictObject({
  ...rules,
  limits: z.array(z.strictObject(limits)).max(CURRENCIES_MAX),
  version: z.int().min(0).describe('Of the settings that were read before.'),
});
export type ExpressSettingsBody = z.input<typeof expressSettingsBody>;

const reason = z.object({
  code: z.enum(expressReasonCodes),
  value: z.string().nullable().describe('What it is: days, actions or an amount; null where it is not told.'),
  expected: z.string().nullable().describe('What it must be: at least, or of a limit at most.'),
  met_at: z.string().nullable().describe('When it will be met, where that is known.'),
});
export type ExpressReason = z.infer<typeof reason>;

const offer = z.object({
  currency: z.string(),
  approved: decimal.describe('Confirmed, and the advertiser has not paid for it.'),
  outstanding: decimal.describe('Advanced already, and not settled.'),
  limit: decimal.describe('The most that may be outstanding.'),
  owed: decimal.describe('What was taken back after it was paid out, and is set off first.'),
  may_ask: decimal.describe('The most that may be asked for now; 0 where it is not possible.'),
  minimum: decimal,
  fee_percent: decimal,
  fee: decimal.describe('For all that may be asked.'),
  net: decimal.describe('What arrives of it.'),
  programs: z
    .array(
      z.object({
        program: z.string(),
        name: z.string(),
        approved: decimal,
        outstanding: decimal,
        may_ask: decimal.describe('What would be advanced of the program if all were asked for.'),
      }),
    )
    .describe('Orders are advanced the one confirmed first before the others, whatever their program.'),
  reasons: z.array(reason).describe('Why nothing can be asked for, or not all that is approved; empty otherwise.'),
});
export type ExpressOffer = z.infer<typeof offer>;

/** `GET /api/v1/express-payments/offer`, for a publisher. */
export const expressOffers = z.object({
  enabled: z.boolean().describe('Whether the network pays express at all.'),
  fee_percent: decimal,
  account_days: z.int(),
  funded_actions: z.int(),
  currencies: z.array(offer).describe('In which the publisher has earned something and the network pays express.'),
});
export type ExpressOffers = z.infer<typeof expressOffers>;

/** `POST /api/v1/express-payments` */
export const expressAsk = z.strictObject({
  currency,
  amount: amount.nullable().describe('Null: all that may be asked for.'),
  key: z.uuid().describe('Made by whoever asks, for one request: the same again is answered as the first time.'),
  expected: z
    .strictObject({ amount, fee: amount })
    .optional()
    .describe('What was told before; where it would be something else by now, nothing happens.'),
});
export type ExpressAsk = z.input<typeof expressAsk>;

const part = z.object({
  program: z.string(),
  name: z.string(),
  advanced: decimal,
  fee: decimal,
  net: decimal,
  settled: decimal,
});

const paymentFields = {
  id: z.uuid(),
  currency: z.string(),
  state,
  advanced: decimal,
  fee: decimal,
  fee_percent: decimal.describe('As it was when it was granted.'),
  net: decimal.describe('What is transferred.'),
  settled: decimal.describe('Set off so far: paid by advertisers, deducted, or taken back.'),
  outstanding: decimal,
  orders: z.int().describe('How many orders were advanced.'),
  asked_at: z.string(),
  transfer: z
    .object({ reference: z.string(), at: z.string(), recorded_at: z.string() })
    .nullable()
    .describe('The bank’s reference and when it left.'),
  taken_back: z.object({ at: z.string(), reason: z.string() }).nullable(),
  programs: z.array(part),
};

/** As its publisher reads it. */
export const expressPayment = z.object(paymentFields);
export type ExpressPayment = z.infer<typeof expressPayment>;

/** As the network reads it. */
export const expressPaymentDesk = z.object({
  ...paymentFields,
  publisher: z.object({ id: z.uuid(), name: z.string() }),
  asked_by: z.string().nullable().describe('Name of the person; null for an application.'),
  handled_by: z.string().nullable().describe('Who transferred or took it back.'),
  covered: z
    .boolean()
    .describe(
      'Whether what the publisher has available covers the transfer; false after a deduction: take it back then.',
    ),
});
export type ExpressPaymentDesk = z.infer<typeof expressPaymentDesk>;

export const expressPaymentPage = z.object({ payments: z.array(expressPayment), next: z.string().nullable() });
export type ExpressPaymentPage = z.infer<typeof expressPaymentPage>;
export const expressDeskPage = z.object({ payments: z.array(expressPaymentDesk), next: z.string().nullable() });
export type ExpressDeskPage = z.infer<typeof expressDeskPage>;

const page = {
  before: z.string().max(CURSOR_CHARACTERS_MAX).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};
/** `GET /api/v1/express-payments` (a publisher's own, newest first) */
export const expressPaymentsQuery = z.strictObject({ state: state.optional(), ...page });
/** `GET /api/v1/express-payments/desk` (the network's; those to be transferred oldest first, others newest first) */
export const expressDeskQuery = z.strictObject({ state: state.optional(), publisher: z.uuid().optional(), ...page });
export const expressPaymentParams = z.object({ id: z.uuid() });

/** `GET /api/v1/express-payments/:id/orders`, for both: what was advanced for which order, the order confirmed first before the others. */
export const expressPaymentOrders = z.object({
  orders: z.array(
    z.object({
      program: z.string(),
      order_id: z.string(),
      advanced: decimal,
      settled: decimal,
      outstanding: decimal,
      currency: z.string(),
    }),
  ),
});
export type ExpressPaymentOrders = z.infer<typeof expressPaymentOrders>;

/** `POST /api/v1/express-payments/:id/transfer` */
export const expressTransferBody = z.strictObject({
  reference: z
    .string()
    .trim()
    .min(1)
    .max(REFERENCE_CHARACTERS_MAX)
    .describe('The bank’s; each names one transfer for ever.'),
  at: z.iso.datetime().describe('When the money left, in UTC; not before it was asked for, not in the future.'),
});
export type ExpressTransferBody = z.input<typeof expressTransferBody>;

/** `POST /api/v1/express-payments/:id/take-back`, before the transfer. */
export const expressTakeBackBody = z.strictObject({
  reason: z.string().trim().min(1).max(REASON_CHARACTERS_MAX).describe('For the publisher to read.'),
});
export type ExpressTakeBackBody = z.input<typeof expressTakeBackBody>;

/** `GET /api/v1/express-payments/exposure`, for the network. */
export const expressExposure = z.object({
  at: z.string(),
  currencies: z.array(
    z.object({
      currency: z.string(),
      outstanding: decimal.describe('Advanced to all publishers and not settled.'),
      limit: decimal.nullable().describe('For all together; null: the currency has no express payments now.'),
      waiting: decimal.describe('Net amounts that are granted and not transferred.'),
      fees: decimal.describe('That the network has kept so far.'),
      publishers: z
        .array(
          z.object({
            publisher: z.object({ id: z.uuid(), name: z.string() }),
            outstanding: decimal,
            limit: decimal.nullable(),
          }),
        )
        .describe('With the largest amounts, at most 100.'),
    }),
  ),
});
export type ExpressExposure = z.infer<typeof expressExposure>;
