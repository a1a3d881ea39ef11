import { z } from 'zod';
import { rejectionReason } from './ad-spaces.ts';

/** How an ad space and a program stand to each other. */
export const partnershipStatus = z.enum(['pending', 'joined', 'declined', 'blocked', 'disconnected']);
export type PartnershipStatus = z.infer<typeof partnershipStatus>;

const CODE_CHARACTERS_MAX = 100;
const JUSTIFICATION_CHARACTERS_MAX = 2_000;
const RULES_MAX = 20;

const code = z.string().min(1).max(CODE_CHARACTERS_MAX);

export const newApplicationBody = z.strictObject({
  ad_space: z.uuid(),
  program: code,
  traffic_kind: code.describe('Key of the program’s table of traffic types.'),
  rules: z
    .array(z.strictObject({ program: code, version: z.int().positive().nullable() }))
    .max(RULES_MAX)
    .describe(
      'The rules that you have read and accept, of the program and of those in its rules_with; null: it has none yet.',
    ),
  justification: z
    .string()
    .trim()
    .max(JUSTIFICATION_CHARACTERS_MAX)
    .default('')
    .describe('How and where visitors are reached; required for traffic by agreement.'),
});
export type NewApplicationBody = z.input<typeof newApplicationBody>;

export const applicationAnswer = z.object({
  ad_space: z.object({ id: z.string(), name: z.string(), status: z.string() }),
  program: z.object({
    code: z.string(),
    name: z.string(),
    status: z.string(),
    time_zone: z.string().describe('IANA zone in which it counts its days.'),
    joins_also: z.array(z.string()),
  }),
  status: partnershipStatus,
  traffic_kind: z.string(),
  agreement: z
    .enum(['not_needed', 'missing', 'given'])
    .describe('missing: clicks earn nothing until the advertiser agrees to this kind of traffic (S-125).'),
  justification: z.string(),
  applied_at: z.string(),
  joined_at: z.string().nullable(),
  joined_through: z.string().nullable().describe('The program whose approval joined this one too (S-115).'),
  verdict: z
    .object({ reason: z.string(), reason_code: rejectionReason.nullable(), at: z.string() })
    .nullable()
    .describe('Why it was declined or blocked.'),
});
export type ApplicationAnswer = z.infer<typeof applicationAnswer>;

export const applicationsPage = z.object({
  applications: z.array(applicationAnswer),
  total: z.int().describe('How many there are with these filters.'),
});
export type ApplicationsPage = z.infer<typeof applicationsPage>;

export const applicationEvent = z.object({
  at: z.string(),
  event: z.enum([
    'applied',
    'joined',
    'joined_along',
    'agreed',
    'declined',
    'reopened',
    'blocked',
    'unblocked',
    'disconnected',
  ]),
  reason: z.string().nullable(),
  side: z.enum(['publisher', 'advertiser', 'network']).describe('Whose people did it.'),
  by: z
    .string()
    .nullable()
    .describe('Who it was, for those of the same organisation and the network; others read null.'),
});
export type ApplicationEvent = z.infer<typeof applicationEvent>;

export const applicationHistory = z.object({ history: z.array(applicationEvent).describe('Newest first.') });

export const applicationDetail = applicationAnswer.extend({
  history: z.array(applicationEvent).describe('Newest first.'),
  accepted_rules: z.array(z.object({ program: z.string(), version: z.int().nullable(), accepted_at: z.string() })),
});
export type ApplicationDetail = z.infer<typeof applicationDetail>;
