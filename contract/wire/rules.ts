import { z } from 'zod';
import { pageLocales, sectionContents, sectionSeen } from './program-page.ts';

/** The conduct rules of a program, version by version. What was published is never changed. */

const VERSIONS_MAX = 20;

const ruleText = z.object({
  locale: z.enum(pageLocales),
  published_at: z.string(),
  content: sectionContents.rules,
});

export const ruleVersion = z.object({
  version: z.int().describe('Sanctions and acceptances cite it (S-111).'),
  state: z.enum(['announced', 'in_force', 'past']),
  from: z.string().describe('Since when it is in force; of an announced version from when.'),
  until: z.string().nullable().describe('When the next version takes its place; null: none is published.'),
  published_by: z.string().nullable().describe('For those who write the rules: who published it. Others read null.'),
  texts: z.array(ruleText).describe('English, and the translations that say this version.'),
});
export type RuleVersion = z.infer<typeof ruleVersion>;

export const ruleVersionsQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional().describe('Versions before this one; the newest if left out.'),
  limit: z.coerce.number().int().min(1).max(VERSIONS_MAX).default(VERSIONS_MAX),
});

export const ruleVersions = z.object({
  program: z.string(),
  time_zone: z.string().describe('Of the program: a day of it begins there.'),
  now: z.string(),
  today: z.string().describe('The present day of the program.'),
  versions: z.array(ruleVersion).describe('Newest first.'),
  next: z.int().nullable().describe('`before` of the next page; null: these were all.'),
});
export type RuleVersions = z.infer<typeof ruleVersions>;

export const rulesAcceptance = z.object({
  program: z.string(),
  version: z.int().nullable().describe('In force now; null: the program has published no rules.'),
  announced: z
    .object({ version: z.int(), from: z.string() })
    .nullable()
    .describe('What comes next; it can be accepted before it is in force.'),
  ad_spaces: z
    .array(
      z.object({
        ...{ id: z.string(), name: z.string() },
        program: z
          .string()
          .describe('The program that it works with or has applied to; its applicants accept these rules.'),
        accepted: z.int().nullable().describe('The version accepted last.'),
        accepted_at: z.string().nullable(),
      }),
    )
    .describe('Own ad spaces that work by these rules.'),
});
export type RulesAcceptance = z.infer<typeof rulesAcceptance>;

export const waitingRules = z.object({
  rules: z
    .array(
      z.object({
        ...{ program: z.string(), program_name: z.string(), version: z.int() },
        ad_spaces: z.int().describe('Own ad spaces that have not accepted this version.'),
      }),
    )
    .describe('In force or announced, and not accepted yet.'),
});
export type WaitingRules = z.infer<typeof waitingRules>;

export const acceptRulesBody = z.strictObject({
  version: z.int().positive().describe('The version that was read: the one in force, or the one that is announced.'),
});
export type AcceptRulesBody = z.infer<typeof acceptRulesBody>;

export const publishRulesBody = z.strictObject({
  from: z.iso
    .date()
    .optional()
    .describe('The first day of a new version, in the zone of the program; left out, it is in force at once.'),
  over: z
    .array(z.strictObject({ locale: z.enum(pageLocales), ...sectionSeen.shape }))
    .max(pageLocales.length)
    .optional()
    .describe(
      'Each language as it was looked at; where one was published or saved anew since then, nothing is published.',
    ),
});
export type PublishRulesBody = z.infer<typeof publishRulesBody>;

export const rulesPublished = z.object({
  version: z.int().describe('That the published texts say.'),
  from: z.string().describe('Since when, or from when, it is in force.'),
  state: z.enum(['announced', 'in_force']),
  published: z.array(z.enum(pageLocales)).describe('The languages that were published; English makes a new version.'),
  told: z.int().describe('Publishers that a notice tells of the new version.'),
});
export type RulesPublished = z.infer<typeof rulesPublished>;
