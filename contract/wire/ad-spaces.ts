import { z } from 'zod';

/** What an ad space is. What each needs is in `modules/ad-spaces/kinds.ts`. */
export const adSpaceKind = z.enum([
  'content_site',
  'price_comparison',
  'forum',
  'loyalty',
  'coupon',
  'cashback',
  'online_store',
  'other',
  'email',
  'youtube',
  'messenger',
  'social_group',
  'mobile',
  'contextual',
  'teaser_banner',
  'targeting.facebook',
  'targeting.vkontakte',
  'targeting.mytarget',
  'targeting.tiktok',
  'targeting.other',
  'toolbar',
  'browser_extension',
  'pop_with_prelander',
  'direct_pop',
]);
export type AdSpaceKind = z.infer<typeof adSpaceKind>;

/** `new` ownership is not proven, `pending` the network looks at it, `active` may join programs, `archived` its publisher put it away. */
export const adSpaceStatus = z.enum(['new', 'pending', 'active', 'rejected', 'blocked', 'archived']);
export type AdSpaceStatus = z.infer<typeof adSpaceStatus>;

/** Why something was not taken: a closed list (S-131). */
export const rejectionReason = z.enum(['rules', 'audience', 'information', 'interest', 'other']);
export type RejectionReason = z.infer<typeof rejectionReason>;

/** What visitors get from the publisher (S-093, C-19). */
export const visitorReward = z.enum(['none', 'purchase', 'visit']);
export type VisitorReward = z.infer<typeof visitorReward>;

/** What a browser extension does (S-091). Only the first two are allowed. */
export const extensionBehaviour = z.enum([
  'icon_notification',
  'icon_popup',
  'page_banner',
  'page_change',
  'page_instructions',
  'push_notification',
]);
export type ExtensionBehaviour = z.infer<typeof extensionBehaviour>;

export const proofMethod = z.enum(['file', 'meta', 'dns']);
export type ProofMethod = z.infer<typeof proofMethod>;

/** What of a declaration breaks a conduct rule by itself. */
export const declarationBreach = z.enum(['visit_reward', 'direct_pop', 'no_prelander', 'outside_icon']);
export type DeclarationBreach = z.infer<typeof declarationBreach>;

/** What an ownership check saw. */
export const proofFinding = z.enum([
  'found',
  'nothing_there',
  'other_code',
  'not_resolved',
  'not_public',
  'unreachable',
  'timed_out',
  'too_large',
  'redirected',
  'answered_with_error',
]);
export type ProofFinding = z.infer<typeof proofFinding>;

const NAME_CHARACTERS_MAX = 100;
const URL_CHARACTERS_MAX = 2_000;
const DESCRIPTION_CHARACTERS_MAX = 2_000;

/** Neither seen nor harmless: line ends, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** What cannot be seen is left out: a name is what it looks like. */
const name = z
  .string()
  .overwrite((text) => text.replace(UNSEEN, ''))
  .trim()
  .min(1)
  .max(NAME_CHARACTERS_MAX);
const url = z.string().trim().max(URL_CHARACTERS_MAX).nullable();
const description = z.string().trim().max(DESCRIPTION_CHARACTERS_MAX);
const behaviours = z.array(extensionBehaviour).max(extensionBehaviour.options.length);

export const newAdSpaceBody = z.strictObject({
  kind: adSpaceKind,
  name,
  url: url.default(null).describe('Address of the site, channel, listing or subscription page.'),
  description: description.default(''),
  prelander_url: url.default(null).describe('Where visitors of pop traffic act before they reach the shop (S-107).'),
  dropshipping: z.boolean().default(false),
  rewards: visitorReward.default('none'),
  behaviours: behaviours.default([]),
});
export type NewAdSpaceBody = z.input<typeof newAdSpaceBody>;

export const adSpaceChangeBody = z.strictObject({
  name: name.optional(),
  url: url.optional(),
  description: description.optional(),
  prelander_url: url.optional(),
  dropshipping: z.boolean().optional(),
  rewards: visitorReward.optional(),
  behaviours: behaviours.optional(),
});
export type AdSpaceChangeBody = z.input<typeof adSpaceChangeBody>;

export const adSpaceAnswer = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  traffic_type: z.string(),
  dropshipping: z.boolean(),
  status: adSpaceStatus,
  url: z.string().nullable(),
  description: z.string(),
  prelander_url: z.string().nullable(),
  rewards: visitorReward,
  behaviours: z.array(extensionBehaviour),
  proof: z
    .object({
      by: z.enum(['web', 'review']).describe('web: a check of the address; review: a person of the network looks.'),
      code: z.string(),
      method: z.enum(['file', 'meta', 'dns', 'operator']).nullable(),
      proven_at: z.string().nullable(),
    })
    .describe('How its publisher proves that it is his.'),
  held_for: z
    .array(
      z.object({
        rule: z.enum(['false_association', 'misleading']),
        field: z.enum(['name', 'domain', 'description']),
        word: z.string(),
      }),
    )
    .describe('Why the network looks closer: brands that it resembles (S-104) and misleading phrases (S-097).'),
  verdict: z
    .object({
      reason_code: rejectionReason,
      rule: z.string().nullable().describe('Key of the conduct rule that it is about.'),
      reason: z.string(),
      breach: declarationBreach.nullable().describe('What its declaration says, where no person has decided.'),
      at: z.string(),
    })
    .nullable()
    .describe('Why it was rejected or blocked.'),
  created_at: z.string(),
});
export type AdSpaceAnswer = z.infer<typeof adSpaceAnswer>;

export const adSpacePage = z.object({
  ad_spaces: z.array(adSpaceAnswer),
  next: z.string().nullable().describe('Send it as `after`.'),
});
export type AdSpacePage = z.infer<typeof adSpacePage>;

export const proofInstructions = z.object({
  file: z.object({ url: z.string(), content: z.string() }),
  meta: z.object({ page: z.string(), tag: z.string() }),
  dns: z.object({ host: z.string(), value: z.string() }),
});
export type ProofInstructions = z.infer<typeof proofInstructions>;

export const adSpaceDetail = adSpaceAnswer.extend({
  instructions: proofInstructions.nullable().describe('Where to put the code; null where a person looks instead.'),
});
export type AdSpaceDetail = z.infer<typeof adSpaceDetail>;

export const proofCheckBody = z.strictObject({ method: proofMethod });

export const proofCheckAnswer = z.object({
  proven: z.boolean(),
  finding: proofFinding,
  detail: z.string(),
  ad_space: adSpaceDetail,
});
export type ProofCheckAnswer = z.infer<typeof proofCheckAnswer>;

/** What an ad space of a kind needs, for forms. */
export const adSpaceKindsAnswer = z.object({
  kinds: z.array(
    z.object({
      kind: adSpaceKind,
      traffic_type: z.string(),
      address: z.enum(['site', 'page', 'optional']),
      proof: z.enum(['web', 'review']),
      asks: z.array(z.enum(['description', 'prelander', 'behaviours', 'dropshipping'])),
      by_agreement: z.boolean().describe('Programs take it by agreement only, whatever their table says.'),
    }),
  ),
});
export type AdSpaceKindsAnswer = z.infer<typeof adSpaceKindsAnswer>;
