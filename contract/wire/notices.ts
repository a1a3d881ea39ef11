import { z } from 'zod';

/** What an organisation is told in its cabinet, and the fields that each kind of notice has. */
export const noticeFields = {
  application_received: ['program', 'ad_space', 'traffic_type'],
  application_approved: ['program', 'ad_space', 'through'],
  application_declined: ['program', 'ad_space', 'reason'],
  application_reopened: ['program', 'ad_space'],
  agreement_given: ['program', 'ad_space', 'traffic_type'],
  partnership_blocked: ['program', 'ad_space', 'reason'],
  partnership_unblocked: ['program', 'ad_space', 'status'],
  conduct_warned: ['program', 'rule', 'reason'],
  conduct_excluded: ['program', 'rule', 'reason'],
  conduct_expelled: ['program', 'rule', 'reason'],
  conduct_lifted: ['program', 'rule', 'reason'],
  conduct_upheld: ['program', 'rule', 'reason'],
  rules_changed: ['program', 'version'],
  rules_announced: ['program', 'version', 'valid_from'],
  ad_space_approved: ['ad_space'],
  ad_space_rejected: ['ad_space', 'reason'],
  ad_space_reopened: ['ad_space'],
  ad_space_blocked: ['ad_space', 'reason'],
  terms_changed: ['program', 'publication', 'valid_from'],
  order_corrected: ['program', 'order', 'before', 'after', 'currency', 'reason'],
  /** Of a day and a program together: orders that waited and will not be paid. */
  orders_declined: ['program', 'day', 'orders', 'amount', 'currency'],
  orders_reopened: ['program', 'day', 'orders', 'amount', 'currency'],
  refund_deduction: ['program', 'order', 'amount', 'currency', 'reason'],
  antispam_deduction: ['program', 'order', 'amount', 'currency', 'reason'],
  express_granted: ['amount', 'fee', 'net', 'currency'],
  express_transferred: ['net', 'currency', 'reference'],
  express_taken_back: ['amount', 'currency', 'reason'],
  traffic_alarm: ['program', 'ad_space', 'indicator', 'day', 'value', 'limit'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type NoticeKind = keyof typeof noticeFields;

const kinds = Object.keys(noticeFields) as [NoticeKind, ...NoticeKind[]];

export const notice = z.object({
  id: z.uuid(),
  kind: z.enum(kinds),
  subject: z.string().describe('What it is about, for example program:aliexpress-ww.'),
  data: z.record(z.string(), z.string()).describe('The fields of its kind, as text.'),
  at: z.string(),
  read: z.boolean(),
});
export type Notice = z.infer<typeof notice>;

export const noticesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  before: z.uuid().optional().describe('`next` of the page before.'),
});

export const noticesPage = z.object({
  notices: z.array(notice).describe('Newest first.'),
  unread: z.int().describe('Of all notices of the organisation.'),
  next: z.uuid().nullable(),
});
export type NoticesPage = z.infer<typeof noticesPage>;

export const noticesRead = z.strictObject({
  ids: z
    .array(z.uuid())
    .min(1)
    .max(100)
    .optional()
    .describe('Those that were read; left out: every notice of the organisation.'),
});
export type NoticesRead = z.input<typeof noticesRead>;

export const noticesReadAnswer = z.object({ unread: z.int() });
