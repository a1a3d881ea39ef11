import { z } from 'zod';
import { adSpaceAnswer, adSpaceStatus, rejectionReason } from './ad-spaces.ts';
import { partnershipStatus } from './applications.ts';

/** What waits for a person of the network, and what they decide. */

/** A queue is loaded whole, as far as one can go through it one after the other. */
const PAGE_MAX = 500;
const PAGE_DEFAULT = 50;
const TEXT_CHARACTERS_MAX = 200;
const REASON_CHARACTERS_MAX = 2_000;
const CURSOR_CHARACTERS_MAX = 100;
const CODE_CHARACTERS_MAX = 100;
const KINDS_MAX = 200;
const LOOKED_AT =
  'The status that was looked at; where it is another by now, somebody else was faster and nothing changes.';

const page = {
  before: z.string().max(CURSOR_CHARACTERS_MAX).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};
const paged = {
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};
const reason = z.string().trim().min(1).max(REASON_CHARACTERS_MAX);
const sum = z.object({ amount: z.string(), currency: z.string() });

const queue = z.object({
  waiting: z.number(),
  oldest: z.string().nullable().describe('Since when the first one waits.'),
});
export const moderationTotals = z.object({
  organisations: queue,
  ad_spaces: queue,
  programs: queue,
  applications: queue,
  cases: queue,
  appeals: queue,
});
export type ModerationTotals = z.infer<typeof moderationTotals>;

export const organisationKinds = ['operator', 'advertiser', 'publisher'] as const;
export const organisationStatuses = ['unconfirmed', 'pending', 'active', 'declined', 'blocked'] as const;
export const memberRoles = ['owner', 'manager', 'finance', 'viewer'] as const;

export const moderatedOrganisation = z.object({
  id: z.string(),
  kind: z.enum(organisationKinds),
  name: z.string(),
  status: z.enum(organisationStatuses),
  status_reason: z.string().nullable(),
  created_at: z.string(),
  owner: z.object({ name: z.string(), email: z.string() }).nullable(),
  members: z.number(),
});
export type ModeratedOrganisation = z.infer<typeof moderatedOrganisation>;
export const organisationPage = z.object({
  organisations: z.array(moderatedOrganisation),
  next: z.string().nullable(),
});
export type OrganisationPage = z.infer<typeof organisationPage>;

export const organisationDetail = moderatedOrganisation.extend({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(memberRoles),
      confirmed: z.boolean().describe('Whether the address was proven.'),
      created_at: z.string(),
    }),
  ),
  ad_spaces: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), status: adSpaceStatus })),
  programs: z.array(z.object({ code: z.string(), name: z.string(), status: z.string() })),
  applications: z
    .array(
      z.object({
        ad_space: z.object({ id: z.string(), name: z.string() }),
        program: z.object({ code: z.string(), name: z.string() }),
        status: partnershipStatus,
        applied_at: z.string(),
      }),
    )
    .describe('Of its ad spaces, the newest first; the latest hundreds.'),
  block_would_stop: z.object({
    ad_spaces: z.number(),
    partnerships: z.number(),
    links: z.number(),
    programs: z.number(),
    undecided: z
      .object({ actions: z.number(), amounts: z.array(sum) })
      .describe('They stay, and are decided as usual.'),
  }),
  history: z.array(
    z.object({
      at: z.string(),
      actor: z.string(),
      actor_name: z.string().nullable(),
      action: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});
export type OrganisationDetail = z.infer<typeof organisationDetail>;

export const organisationsQuery = z.strictObject({
  kind: z.enum(organisationKinds).optional(),
  status: z.enum(organisationStatuses).optional(),
  text: z.string().trim().min(1).max(TEXT_CHARACTERS_MAX).optional().describe('Part of a name or an address.'),
  sort: z.enum(['newest', 'oldest']).default('newest').describe('Which come first.'),
  ...page,
});
export const organisationVerdict = z.strictObject({
  status: z.enum(['active', 'declined', 'blocked']),
  reason: reason.optional().describe('For the organisation to read; required to decline and to block.'),
  from: z.enum(organisationStatuses).optional().describe(LOOKED_AT),
});

export const moderatedAdSpace = adSpaceAnswer.extend({
  publisher: z.object({ id: z.string(), name: z.string() }),
});
export type ModeratedAdSpace = z.infer<typeof moderatedAdSpace>;
export const moderatedAdSpaces = z.object({ ad_spaces: z.array(moderatedAdSpace), total: z.number() });
export type ModeratedAdSpaces = z.infer<typeof moderatedAdSpaces>;
export const adSpacesQuery = z.strictObject({
  status: adSpaceStatus.default('pending'),
  publisher: z.uuid().optional(),
  ...paged,
});
export const adSpaceVerdict = z
  .strictObject({
    status: z.enum(['active', 'rejected', 'blocked']),
    code: rejectionReason.optional(),
    rule: z.string().max(CODE_CHARACTERS_MAX).optional().describe('Key of the conduct rule that it is about.'),
    from: adSpaceStatus.optional().describe(LOOKED_AT),
    reason: reason.optional().describe('For the publisher to read; required to reject and to block.'),
  })
  .refine((body) => body.status === 'active' || (body.code !== undefined && body.reason !== undefined), {
    message: 'expected `code` and `reason` to reject or block',
    path: ['reason'],
  });

export const moderatedApplication = z.object({
  ad_space: z.object({ id: z.string(), name: z.string(), url: z.string().nullable(), kind: z.string() }),
  publisher: z.object({ id: z.string(), name: z.string() }),
  program: z.object({ code: z.string(), name: z.string() }),
  status: partnershipStatus,
  traffic_kind: z.string(),
  agreement_needed: z.boolean(),
  justification: z.string(),
  misleading: z.array(z.string()).describe('Misleading phrases in its text or in those of its ad space (S-097).'),
  applied_at: z.string(),
});
export type ModeratedApplication = z.infer<typeof moderatedApplication>;
export const moderatedApplications = z.object({ applications: z.array(moderatedApplication), total: z.number() });
export type ModeratedApplications = z.infer<typeof moderatedApplications>;
export const applicationsQuery = z.strictObject({
  status: partnershipStatus.default('pending'),
  program: z.string().min(1).max(CODE_CHARACTERS_MAX).optional(),
  publisher: z.uuid().optional(),
  ...paged,
});
export const applicationVerdict = z
  .strictObject({
    verdict: z.enum(['approve', 'decline']),
    from: partnershipStatus.optional().describe(LOOKED_AT),
    code: rejectionReason.optional(),
    reason: reason.optional().describe('For the publisher to read; required to decline.'),
  })
  .refine((body) => body.verdict === 'approve' || (body.code !== undefined && body.reason !== undefined), {
    message: 'expected `code` and `reason` to decline',
    path: ['reason'],
  });
export const applicationVerdictAnswer = z.object({
  status: partnershipStatus,
  joined_also: z.array(z.string()).describe('Programs that were joined by it (S-115).'),
});

const trafficStatus = z.enum(['allowed', 'by_agreement', 'prohibited']);
export const trafficPolicy = z.object({
  kinds: z
    .array(
      z.object({
        key: z.string(),
        parent: z.string().nullable(),
        label_key: z.string(),
        status: z.enum(['allowed', 'by_agreement', 'prohibited', 'restricted']).describe('Of a heading: its rows’.'),
        is_heading: z.boolean(),
        programs: z
          .object({ allowed: z.number(), by_agreement: z.number(), prohibited: z.number(), restricted: z.number() })
          .describe('How many programs say what about it.'),
        changed: z.object({ by: z.string(), at: z.string() }).nullable(),
      }),
    )
    .describe('What a new program says until its advertiser says something else.'),
});
export type TrafficPolicy = z.infer<typeof trafficPolicy>;
export const trafficPolicyChange = z.strictObject({
  kinds: z
    .array(z.strictObject({ key: z.string().max(CODE_CHARACTERS_MAX), status: trafficStatus }))
    .min(1)
    .max(KINDS_MAX),
});
