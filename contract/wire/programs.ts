import { z } from 'zod';
import { programCategory, programStatus } from './program-editing.ts';

/** What may be known of programs by everybody: the catalogue and one program in it. */

export const trafficTypeStatus = z.enum(['allowed', 'by_agreement', 'prohibited', 'restricted']);
export type TrafficTypeStatus = z.infer<typeof trafficTypeStatus>;

/** What a program offers beside its standard link. */
export const programTool = z.enum(['deeplink', 'products', 'geo_routing', 'lost_orders']);
export type ProgramTool = z.infer<typeof programTool>;

export const metricSummary = z.object({
  key: z.enum(['epc', 'cr', 'cr48', 'confirmation', 'cookie', 'processing', 'payment']),
  value: z.string().nullable().describe('null where there is nothing to divide by.'),
  unit: z.enum(['money_per_100_clicks', 'percent', 'days']),
  currency: z.string().nullable(),
});
export type MetricSummary = z.infer<typeof metricSummary>;

export const programAnswer = z.object({
  code: z.string(),
  name: z.string(),
  status: programStatus,
  home_url: z.string(),
  affiliate_only_landing: z.boolean().describe('The standard link leads to affiliate products only (S-072).'),
  categories: z.array(z.string()),
  countries: z.array(z.string()).describe('Target countries; empty: all.'),
  tools: z.array(programTool),
  recruiting: z.object({
    state: z.enum(['open', 'suspended']),
    reason: z.string().nullable(),
    reason_translations: z.object({ ru: z.string().optional(), es: z.string().optional() }),
    since: z.string(),
  }),
  signed_links_only: z.boolean().describe('Deeplinks without a signature of ours lead to the home page.'),
  cookie_seconds: z.number(),
  time_zone: z.string(),
  lost_orders: z.boolean(),
  joins_also: z.array(z.string()).describe('Programs that an approved ad space joins at the same moment.'),
  rules_with: z.array(z.string()).describe('Programs whose rules are accepted by applying, besides its own.'),
  geo_routing: z.object({ pair: z.string().nullable(), mode: z.enum(['off', 'test', 'on']) }),
});

export const listedProgram = programAnswer.extend({
  metrics: z.array(metricSummary).describe('The same figures as on its page, at most ten minutes old.'),
});
export type ListedProgram = z.infer<typeof listedProgram>;

export const programPage = z.object({
  programs: z.array(listedProgram),
  total: z.int().describe('How many there are with these filters.'),
  next: z.string().nullable().describe('Send it as `after`.'),
});
export type ProgramPage = z.infer<typeof programPage>;

export const trafficTypeAnswer = z.object({
  key: z.string(),
  parent: z.string().nullable(),
  label_key: z.string(),
  status: trafficTypeStatus,
});
export const programDetail = programAnswer.extend({ traffic_types: z.array(trafficTypeAnswer) });
export type ProgramDetail = z.infer<typeof programDetail>;

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
const CODE_CHARACTERS_MAX = 100;
const TEXT_CHARACTERS_MAX = 100;
const figure = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'expected a number such as 2.5')
  .optional();

/** Programs that are asked for by their codes, as for what they are called. */
export const programCodes = z
  .string()
  .regex(
    /^[a-z0-9-]{1,100}(?:,[a-z0-9-]{1,100}){0,99}$/,
    'expected codes of programs with commas between them, 100 at most',
  )
  .optional()
  .describe('Only programs of these codes, with commas between them.');

export const programsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.string().max(CODE_CHARACTERS_MAX).default('').describe('The `next` of the page before.'),
  q: z.string().trim().max(TEXT_CHARACTERS_MAX).default('').describe('Words of the name, the code or the home page.'),
  codes: programCodes,
  category: programCategory.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('Programs that target it, or all countries.'),
  tool: programTool.optional(),
  traffic_kind: z
    .string()
    .regex(/^[a-z_.]+$/)
    .max(CODE_CHARACTERS_MAX)
    .optional()
    .describe('Programs that take it, by agreement or without.'),
  recruiting: z.enum(['open', 'suspended']).optional(),
  epc_min: figure,
  cr_min: figure.describe('Percent.'),
  confirmation_min: figure.describe('Percent.'),
  sort: z.enum(['code', 'name', 'epc', 'cr', 'confirmation', 'newest']).default('code'),
});
export type ProgramsQuery = z.output<typeof programsQuery>;
