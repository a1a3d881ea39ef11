import { z } from 'zod';
import { rejectionReason } from './ad-spaces.ts';
import { partnershipStatus } from './applications.ts';
import { saysWhy, verdictOnMany, WHY_MISSING, waitingSearch } from './many.ts';

/** An ad space that works for a program, or asks to, as the program sees it. */
export const partnerRow = z.object({
  program: z.object({ code: z.string(), name: z.string() }),
  publisher: z.object({ id: z.string(), name: z.string() }),
  ad_space: z.object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    url: z.string().nullable(),
    description: z.string(),
    status: z.string(),
    proven: z.boolean().describe('Whether the publisher has proven that the address is his.'),
    dropshipping: z.boolean(),
    rewards: z.string().describe('What visitors get from the publisher (C-19).'),
    brand_words: z.array(z.string()).describe('Brands that its name or host resembles (S-104).'),
  }),
  status: partnershipStatus,
  traffic_kind: z.string(),
  agreement: z
    .enum(['not_needed', 'missing', 'given'])
    .describe('missing: clicks earn nothing until you agree (S-125).'),
  justification: z.string(),
  misleading: z.array(z.string()).describe('Misleading phrases in its text or in those of its ad space (S-097).'),
  joins_also: z.array(z.string()).describe('Names of the programs that an approval joins at the same moment (S-115).'),
  applied_at: z.string(),
  joined_at: z.string().nullable(),
  joined_through: z.string().nullable(),
  verdict: z.object({ reason: z.string(), reason_code: rejectionReason.nullable(), at: z.string() }).nullable(),
  reopenable: z.boolean().describe('Whether you may take its decline back: it waits again then.'),
});
export type PartnerRow = z.infer<typeof partnerRow>;

export const partnersQuery = z.strictObject({
  program: z.string().max(100).optional(),
  ad_space: z.uuid().optional(),
  status: partnershipStatus.optional(),
  agreement: z.enum(['missing']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

export const partnersPage = z.object({
  partners: z.array(partnerRow).describe('Who waits longest stands first.'),
  total: z.int(),
});
export type PartnersPage = z.infer<typeof partnersPage>;

const from = partnershipStatus
  .optional()
  .describe('The status that was looked at; where it is another by now, somebody else was faster and nothing changes.');

export const partnerApproval = z.strictObject({ from });
export type PartnerApproval = z.input<typeof partnerApproval>;

export const partnerDecline = z.strictObject({
  from,
  reason: z.string().trim().min(1).max(1_000).describe('Shown to the publisher.'),
  reason_code: rejectionReason.default('other'),
});
export type PartnerDecline = z.input<typeof partnerDecline>;

export const partnerChanged = z.object({
  status: partnershipStatus,
  agreed: z.boolean(),
  joined: z.array(z.string()).describe('Codes of all programs that were joined; empty where none was.'),
});
export type PartnerChanged = z.infer<typeof partnerChanged>;

/** `GET /api/v1/partners/waiting` and `POST /api/v1/partners/verdicts`: applications as a list, and one verdict on many. */
export const partnersWaitingQuery = waitingSearch.extend({ program: z.string().max(100).optional() });
export const partnersVerdict = verdictOnMany.refine(saysWhy, WHY_MISSING);
