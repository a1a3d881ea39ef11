import { z } from 'zod';

/** Rules of conduct, cases, sanctions and complaints. */

const PAGE_MAX = 200;
const PAGE_DEFAULT = 50;
const CODE_CHARACTERS_MAX = 100;
const EVIDENCE_CHARACTERS_MAX = 10_000;
const REASON_CHARACTERS_MAX = 2_000;
const CURSOR_CHARACTERS_MAX = 100;
const APPEAL_DAYS_MAX = 365;

export const sanctionLevels = ['warning', 'block', 'block_and_void', 'expelled'] as const;
export const violationCodes = [
  'abnormal_traffic',
  'abnormal_order',
  'PPC_violation',
  'SID_black_list',
  'risk',
] as const;
export const caseStates = ['open', 'dismissed', 'sanctioned'] as const;
export const sanctionStates = ['in_force', 'lifted', 'appealed'] as const;

const level = z.enum(sanctionLevels);
export const programCode = z.string().min(1).max(CODE_CHARACTERS_MAX);
const ruleKey = z.string().min(1).max(CODE_CHARACTERS_MAX);
const reason = z.string().trim().min(1).max(REASON_CHARACTERS_MAX);
const evidence = z.string().trim().min(1).max(EVIDENCE_CHARACTERS_MAX);

const page = {
  before: z.string().max(CURSOR_CHARACTERS_MAX).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};

const sum = z.object({ amount: z.string(), currency: z.string() });
const turned = z.object({ actions: z.number(), amounts: z.array(sum) });

export const conductEffect = z.object({
  ad_spaces: z.number().describe('Ad spaces that are stopped in the program.'),
  links: z.number().describe('Links of these, which then lead to a neutral page instead of the shop.'),
  declined: turned.describe('Undecided actions that are declined.'),
  deducted: turned.describe('Approved actions whose amounts are taken back as "Antispam Deduction".'),
});
export type ConductEffect = z.infer<typeof conductEffect>;

/** Whom it is about, with names for people. */
const accused = {
  program: z.string(),
  program_name: z.string(),
  publisher: z.string(),
  publisher_name: z.string(),
  ad_space: z.string().nullable().describe('Null: the publisher with everything it has.'),
  ad_space_name: z.string().nullable(),
  rule: z.string(),
  rule_number: z.number().nullable().describe('Null for a rule that stands outside the numbered list.'),
  rules_version: z.number().nullable(),
};

export const sanctionAnswer = z.object({
  id: z.string(),
  case: z.string(),
  ...accused,
  level,
  violation: z.enum(violationCodes).nullable(),
  reason: z.string(),
  imposed_by: z.string(),
  imposed_by_name: z.string().nullable().describe('For operators only; null for what is no person or application.'),
  imposed_at: z.string(),
  effect: conductEffect,
  appeal: z
    .object({
      text: z.string(),
      at: z.string(),
      answer: z
        .object({ text: z.string(), by: z.string(), at: z.string() })
        .nullable()
        .describe('Why the sanction stays; one that is lifted has its reason there.'),
    })
    .nullable(),
  appeal_until: z
    .string()
    .nullable()
    .describe('The last moment for an objection; null: the sanction is for good, there is none.'),
  may_appeal: z.boolean().describe('Whether the publisher may object, or change its objection, now.'),
  lifted: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
export type SanctionAnswer = z.infer<typeof sanctionAnswer>;

export const sanctionPage = z.object({ sanctions: z.array(sanctionAnswer), next: z.string().nullable() });
export type SanctionPage = z.infer<typeof sanctionPage>;

export const caseAnswer = z.object({
  id: z.string(),
  ...accused,
  origin: z.enum(['person', 'complaint', 'rule']),
  evidence: z.string(),
  status: z.enum(caseStates),
  happened_at: z.string().describe('When the rule was broken, as far as is known; the rules of that moment are cited.'),
  opened_by: z.string(),
  opened_at: z.string(),
  closed: z.object({ by: z.string(), at: z.string() }).nullable(),
});
export type CaseAnswer = z.infer<typeof caseAnswer>;

export const casePage = z.object({ cases: z.array(caseAnswer), next: z.string().nullable() });
export type CasePage = z.infer<typeof casePage>;

export const caseDetail = caseAnswer.extend({
  opened_by_name: z.string().nullable().describe('Null for what is no person or application.'),
  cited: z
    .object({ number: z.number(), text: z.string() })
    .nullable()
    .describe('The rule as publishers read it when it was broken; null where none was published.'),
  notes: z.array(z.object({ at: z.string(), by: z.string(), by_name: z.string().nullable(), text: z.string() })),
  sanctions: z.array(sanctionAnswer),
  earlier: z.array(sanctionAnswer).describe('What the publisher was sanctioned with in this program before.'),
});
export type CaseDetail = z.infer<typeof caseDetail>;

export const conductRulesAnswer = z.object({
  program: z.string(),
  version: z.number().nullable().describe('Of the published rules; null while there are none.'),
  appeal_days: z.int().describe('For how many days a publisher may object to a sanction.'),
  rules: z.array(
    z.object({
      rule: z.string(),
      number: z.number().nullable(),
      text: z.string().nullable().describe('As publishers read it.'),
      violation: z.enum(violationCodes),
      first: level,
      again: level.describe('When the rule was broken before.'),
      network: z.object({ first: level, again: level }).describe('What holds where the program says nothing.'),
    }),
  ),
});
export type ConductRulesAnswer = z.infer<typeof conductRulesAnswer>;

export const rulesQuery = z.strictObject({ program: programCode });
export const scaleBody = z.strictObject({ first: level, again: level });
export const scaleParams = z.object({ program: programCode, rule: ruleKey });

export const casesQuery = z.strictObject({
  status: z.enum(caseStates).optional(),
  program: programCode.optional(),
  publisher: z.uuid().optional(),
  rule: ruleKey.optional(),
  ...page,
});
export const sanctionsQuery = z.strictObject({
  program: programCode.optional(),
  publisher: z.uuid().optional().describe('For operators only; publishers see their own.'),
  level: level.optional(),
  state: z.enum(sanctionStates).optional(),
  ...page,
});

const named = {
  program: programCode,
  publisher: z.uuid().nullable().default(null),
  ad_space: z.uuid().nullable().default(null),
};
export const newCase = z.strictObject({
  ...named,
  rule: ruleKey,
  evidence,
  happened_at: z.iso.datetime().optional().describe('When the rule was broken, in UTC; now if left out.'),
});
export const noteBody = z.strictObject({ text: evidence });
export const dismissBody = z.strictObject({ reason });
const judgement = {
  level,
  violation: z.enum(violationCodes).nullable().default(null).describe('The rule’s own code if left out.'),
  reason: reason.describe('For the publisher to read.'),
};
const count = z.int().min(0);
/** How many things a sanction reaches, as `foreseen` told. */
const sanctionReach = z.strictObject({ ad_spaces: count, declined: count, deducted: count });
export const sanctionCaseBody = z.strictObject({
  ...judgement,
  expected: sanctionReach
    .optional()
    .describe('What was told before; where it would be something else by now, nothing happens.'),
});
export const sanctionBody = z.strictObject({ ...named, rule: ruleKey, ...judgement });
export const liftBody = z.strictObject({ reason });
export const answerBody = z.strictObject({
  text: reason.describe('Why the sanction stays, for the publisher to read.'),
});
export const appealPeriodBody = z.strictObject({ days: z.int().min(1).max(APPEAL_DAYS_MAX) });
export const appealBody = z.strictObject({ text: reason });
export const foreseenQuery = z.strictObject({
  program: programCode,
  publisher: z.uuid().optional(),
  ad_space: z.uuid().optional(),
  rule: ruleKey,
  level: level.optional().describe('That of the scale if left out.'),
});
export const foreseenAnswer = z.object({
  level,
  suggested: level,
  effect: conductEffect,
  appeal_days: z
    .int()
    .nullable()
    .describe('For how many days the publisher may object; null: the sanction is for good, it may not.'),
});
export type ForeseenAnswer = z.infer<typeof foreseenAnswer>;

export const complaintBody = z.strictObject({
  program: programCode,
  type: ruleKey.describe('Key of the rule that was broken.'),
  ad_space: z
    .string()
    .regex(/^[0-9a-f]{10}$/)
    .describe('Code of the ad space: ten hexadecimal digits, the middle of each of its links.'),
  evidence: evidence.describe('What you saw, where and when.'),
});
export type ComplaintBody = z.input<typeof complaintBody>;
export const complaintAnswer = z.object({ case: z.string() });
export type ComplaintAnswer = z.infer<typeof complaintAnswer>;
