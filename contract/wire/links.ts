import { z } from 'zod';

const CODE_CHARACTERS_MAX = 100;
const URL_CHARACTERS_MAX = 4_000;
const SUBID_CHARACTERS_MAX = 250;
/** As many as other networks take at once. */
const URLS_MAX = 200;

export const linkAnswer = z.object({
  code: z.string(),
  program: z.string(),
  kind: z.enum(['standard', 'deeplink']),
  url: z.string().describe('Takes subid, subid1 … subid4 and ulp as parameters; ulp may be signed by sig.'),
});
export const linksAnswer = z.object({ links: z.array(linkAnswer) });
export type LinksAnswer = z.infer<typeof linksAnswer>;

const subid = z
  .string()
  .max(SUBID_CHARACTERS_MAX)
  .regex(/^\P{Cc}*$/u, 'expected a text without control characters')
  .default('');

export const subids = z.strictObject({
  subid,
  subid1: subid,
  subid2: subid,
  subid3: subid,
  subid4: subid,
});
export type SubIdFields = z.input<typeof subids>;

export const deeplinksBody = z.strictObject({
  ad_space: z.uuid(),
  program: z.string().max(CODE_CHARACTERS_MAX),
  urls: z
    .array(z.string().max(URL_CHARACTERS_MAX))
    .min(1)
    .max(URLS_MAX)
    .describe('Pages of the shop. One alone is refused as a request; of several each has an answer of its own.'),
  subids: subids.prefault({}),
  short: z.boolean().default(false).describe('Short links as well.'),
});
export type DeeplinksBody = z.input<typeof deeplinksBody>;

export const deeplinkAnswer = z.object({
  url: z.string().describe('As it was sent.'),
  link: z.string().nullable().describe('Its target is signed: altered later, it is not followed. null: refused.'),
  short_link: z.string().nullable(),
  affiliate: z
    .boolean()
    .nullable()
    .describe('false: no order of this product earns; null: not known, or no product page.'),
  landing: z.enum(['home', 'item', 'shop', 'category']).nullable(),
  from_app: z.boolean().describe('A page out of a mobile app: its clicks may not be followed (C-36).'),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type DeeplinkAnswer = z.infer<typeof deeplinkAnswer>;

export const deeplinksAnswer = z.object({ links: z.array(deeplinkAnswer).describe('In the order of the urls.') });
export type DeeplinksAnswer = z.infer<typeof deeplinksAnswer>;

export const shortLinkBody = z.strictObject({
  link: z
    .string()
    .max(8_192)
    .describe('One of your links, with subid, subid1 … subid4 and ulp as wanted; a target is signed if it is not yet.'),
});
export const shortLinkAnswer = z.object({ short_link: z.string() });
export type ShortLinkAnswer = z.infer<typeof shortLinkAnswer>;

/** What a check of a link found; the first two are the seed's answers (S-075), the others say what is wrong. */
export const linkFinding = z.enum([
  'valid',
  'non_affiliate',
  'wrong_link',
  'unknown_code',
  'ad_space_not_active',
  'not_joined',
  'program_not_active',
  'subid_too_long',
  'subid_unreadable',
  'parameter_twice',
  'target_unreadable',
  'target_altered',
  'target_unsigned',
  'target_app_link',
  'target_own_link',
  'target_foreign',
  'product_hidden',
]);
export type LinkFinding = z.infer<typeof linkFinding>;

export const linkCheckBody = z.strictObject({ link: z.string().trim().min(1).max(8_192) });

export const linkCheckAnswer = z.object({
  message: z.string(),
  finding: linkFinding,
  steps: z
    .array(
      z.object({
        step: z.enum(['link', 'cooperation', 'subids', 'target', 'product']),
        state: z.enum(['passed', 'failed', 'warning', 'skipped']),
      }),
    )
    .describe('In the order in which they are checked; after a failed one the others are skipped.'),
  notes: z.array(z.enum(['agreement_missing', 'product_unknown', 'unsigned', 'from_app'])),
  link: z
    .object({
      ad_space: z.object({ id: z.string(), name: z.string() }),
      program: z.object({ code: z.string(), name: z.string() }),
      target: z.string().nullable().describe('null: the home page of the program.'),
      landing: z.enum(['home', 'item', 'shop', 'category']).nullable(),
      subids: z.array(z.string().nullable()).length(5),
    })
    .nullable(),
});
export type LinkCheckAnswer = z.infer<typeof linkCheckAnswer>;
