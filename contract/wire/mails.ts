import { z } from 'zod';

/** `kept`: the network has no mail server, so the mail stays here until an operator opens it. */
export const mailStatuses = ['waiting', 'kept', 'sent', 'failed'] as const;

export const mailRow = z.object({
  id: z.uuid(),
  to: z.string(),
  kind: z.string(),
  locale: z.string(),
  organisation: z.uuid().nullable(),
  status: z.enum(mailStatuses),
  tries: z.int(),
  next_try_at: z.string().nullable(),
  error: z.string().nullable().describe('What the last try came to.'),
  created_at: z.string(),
  settled_at: z.string().nullable().describe('When it was sent, or given up.'),
  can_be_opened: z.boolean().describe('What was sent is not kept.'),
});
export type MailRow = z.infer<typeof mailRow>;

export const mailsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z.uuid().optional().describe('`next` of the page before.'),
  status: z.enum(mailStatuses).optional(),
});

export const mailsPage = z.object({
  mails: z.array(mailRow).describe('Newest first.'),
  delivery: z.enum(['smtp', 'kept']).describe('Whether the network has a mail server.'),
  next: z.uuid().nullable(),
});
export type MailsPage = z.infer<typeof mailsPage>;

export const openedMail = z.object({
  id: z.uuid(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  link: z.string().nullable(),
});
export type OpenedMail = z.infer<typeof openedMail>;
