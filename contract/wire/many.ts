import { z } from 'zod';
import { rejectionReason } from './ad-spaces.ts';

/** What waits for somebody as a list, and one verdict on many of it: of the network's queues and of an advertiser's applications. */

/** As many are listed and decided at a time. */
export const MANY_MAX = 1_000;
const PAGE_DEFAULT = 50;
const TEXT_CHARACTERS_MAX = 200;
const REASON_CHARACTERS_MAX = 2_000;
const KEY_CHARACTERS_MAX = 200;

/** What makes somebody look twice before many are approved at once. */
export const attentions = [
  'brand_like',
  'misleading',
  'not_proven',
  'rewards',
  'dropshipping',
  'agreement_needed',
  'network_decides',
] as const;
export type Attention = (typeof attentions)[number];

export const waitingSearch = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(TEXT_CHARACTERS_MAX)
    .optional()
    .describe('Part of a name, an address, a program or whose it is.'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(MANY_MAX).default(PAGE_DEFAULT),
});

export const waitingEntry = z.object({
  key: z.string().describe('Names it in the queue; of an application the ad space and the program.'),
  name: z.string(),
  owner: z.string().describe('Whose it is: an organisation, or the person who registered one.'),
  about: z.string().describe('Its address or, of an application, the program; empty where there is none.'),
  kind: z.string().nullable().describe('Of an organisation or an ad space; of an application its kind of traffic.'),
  since: z.string(),
  attention: z.array(z.enum(attentions)),
});
export type WaitingEntry = z.infer<typeof waitingEntry>;

export const waitingPage = z.object({
  entries: z.array(waitingEntry).describe('Those that wait longest first.'),
  total: z.int().describe('That the text fits.'),
});
export type WaitingPage = z.infer<typeof waitingPage>;

/** One verdict on all that are named. */
export const verdictOnMany = z.strictObject({
  keys: z.array(z.string().min(1).max(KEY_CHARACTERS_MAX)).min(1).max(MANY_MAX),
  verdict: z
    .enum(['approve', 'decline', 'reopen'])
    .describe('Approving and declining find what waits; reopening puts back into the queue what was declined.'),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(REASON_CHARACTERS_MAX)
    .optional()
    .describe('For the applicants to read; required to decline.'),
  code: rejectionReason.optional(),
});
export type VerdictOnMany = z.infer<typeof verdictOnMany>;

export function saysWhy(body: VerdictOnMany): boolean {
  return body.verdict !== 'decline' || body.reason !== undefined;
}
export const WHY_MISSING = { message: 'expected `reason` to decline', path: ['reason'] };

export const manyJudged = z.object({
  decided: z.array(z.string()).describe('The keys of those to which it applied.'),
  refused: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        code: z.string(),
        detail: z.string(),
        current: z.string().nullable().describe('Where it stands by now, where somebody else was faster.'),
      }),
    )
    .describe('Those that were left alone, each with its reason.'),
});
export type ManyJudged = z.infer<typeof manyJudged>;
