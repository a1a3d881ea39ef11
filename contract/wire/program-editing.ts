import { z } from 'zod';
import { programCategories } from '../closed-lists.ts';

/** `names.ts` of each language has the labels. */
export const programCategory = z.enum(programCategories);
export type ProgramCategory = z.infer<typeof programCategory>;

export const programStatus = z.enum(['draft', 'pending', 'declined', 'active', 'stopped', 'suspended', 'archived']);
export type ProgramStatusName = z.infer<typeof programStatus>;

const NAME_MAX = 200;
const URL_MAX = 2_000;
const HOST_MAX = 253;
const HOSTS_MAX = 200;
const PATTERNS_MAX = 100;
const PATH_MAX = 300;
const CODE_MAX = 64;
const CODES_MAX = 20;
const COUNTRIES_MAX = 250;
const REASON_MAX = 2_000;
const COOKIE_SECONDS_MAX = 365 * 86_400;
const NOTICE_DAYS_MAX = 365;
const TRAFFIC_TYPES_MAX = 200;

const code = z.string().max(CODE_MAX);
const country = z.string().regex(/^[A-Z]{2}$/, 'expected a country of ISO 3166-1 in two capitals, such as KZ');
const landingPattern = z.strictObject({
  kind: z.enum(['item', 'shop', 'category']),
  path: z
    .string()
    .min(1)
    .max(PATH_MAX)
    .describe('Such as `/item/{product}.html`; `*` stands for any text in a segment.'),
});
const geoRouting = z.strictObject({
  pair: code.nullable(),
  mode: z.enum(['off', 'test', 'on']),
  share: z.number().min(0).max(1).describe('Of the clicks, in mode `test`.'),
  countries: z.array(country).max(COUNTRIES_MAX).nullable().describe('null: all that the pair does not name.'),
});
const recruiting = z.strictObject({
  state: z.enum(['open', 'suspended']),
  reason: z.string().trim().min(1).max(REASON_MAX).nullable().describe('Shown to everybody; exactly while suspended.'),
  reason_translations: z
    .strictObject({
      ru: z.string().trim().min(1).max(REASON_MAX).optional(),
      es: z.string().trim().min(1).max(REASON_MAX).optional(),
    })
    .optional()
    .describe('The reason in other languages; who reads one that is missing gets `reason`.'),
});

const editable = z.strictObject({
  name: z.string().trim().min(1).max(NAME_MAX),
  home_url: z.string().max(URL_MAX).describe('Where the standard link leads.'),
  affiliate_only_landing: z.boolean(),
  allowed_hosts: z.array(z.string().max(HOST_MAX)).min(1).max(HOSTS_MAX),
  landing_patterns: z.array(landingPattern).max(PATTERNS_MAX),
  click_parameter: z.string().max(NAME_MAX),
  fallback_url: z.string().max(URL_MAX).nullable(),
  signed_links_only: z.boolean().describe('Deeplinks without our signature lead to the home page, as altered ones do.'),
  categories: z.array(programCategory).max(programCategories.length),
  countries: z.array(country).max(COUNTRIES_MAX).describe('Target countries; empty: all.'),
  cookie_seconds: z.int().min(60).max(COOKIE_SECONDS_MAX),
  default_currency: z.string().length(3).nullable(),
  lost_orders: z.boolean(),
  pixel_allowed: z.boolean(),
  recruiting,
  geo_routing: geoRouting,
  joins_also: z.array(code).max(CODES_MAX),
  rules_with: z.array(code).max(CODES_MAX),
  terms_notice_days: z.int().min(0).max(NOTICE_DAYS_MAX),
  terms_need_two: z.boolean(),
});

/** What can be changed of a program. */
export type ProgramValues = z.infer<typeof editable>;

/** `PATCH /api/v1/programs/{code}`: what is left out stays. */
export const programChange = editable.partial();
export type ProgramChange = z.infer<typeof programChange>;

/** `POST /api/v1/programs`: a draft; its code and its time zone stay for ever. */
export const programDraft = editable.partial().extend({
  code: code.describe('Lower-case words joined by hyphens; stands in addresses.'),
  name: editable.shape.name,
  home_url: editable.shape.home_url,
  time_zone: z.string().max(NAME_MAX).optional().describe('UTC if left out.'),
});
export type ProgramDraft = z.infer<typeof programDraft>;

const trafficStatus = z.enum(['allowed', 'by_agreement', 'prohibited', 'restricted']);
const trafficType = z.object({
  key: z.string(),
  parent: z.string().nullable(),
  label_key: z.string(),
  status: trafficStatus,
});
export type TrafficTypeRow = z.infer<typeof trafficType>;

/** `PUT …/traffic-types`: the status of each row that is no heading; none: every kind is taken. */
export const trafficTypesChange = z.strictObject({
  types: z
    .array(z.strictObject({ key: z.string().max(NAME_MAX), status: trafficStatus.exclude(['restricted']) }))
    .max(TRAFFIC_TYPES_MAX),
});

/** `POST …/status`. */
export const programStatusChange = z.strictObject({
  status: programStatus,
  reason: z.string().trim().min(1).max(REASON_MAX).optional().describe('Required to decline or suspend.'),
  from: programStatus
    .optional()
    .describe(
      'The status that was looked at; where it is another by now, somebody else was faster and nothing changes.',
    ),
});

/** A program as those see it who may change it. */
export const programSettings = z.object({
  ...editable.shape,
  code: z.string(),
  advertiser: z.object({ id: z.string(), name: z.string() }),
  status: programStatus,
  status_reason: z.string().nullable(),
  status_since: z.string(),
  next_statuses: z.array(programStatus).describe('Those that the caller may give it.'),
  recruiting: z.object({ ...recruiting.shape, since: z.string() }),
  landing_patterns: z.array(z.object(landingPattern.shape)),
  geo_routing: z.object(geoRouting.shape),
  categories: z.array(z.string()),
  time_zone: z.string(),
  campaign_code: z.string(),
  action_code: z.string(),
  tariff_code: z.string(),
  traffic_types: z.array(trafficType).describe('Empty: every kind is taken.'),
  traffic_types_changed_at: z.string().nullable(),
  missing: z.array(z.string()).describe('What it still needs before it can be submitted.'),
  created_at: z.string(),
});
export type ProgramSettings = z.infer<typeof programSettings>;

/** `GET /api/v1/program-settings`: the caller's own programs; the operator sees all. */
export const programSettingsPage = z.object({
  programs: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      advertiser: z.object({ id: z.string(), name: z.string() }),
      status: programStatus,
      status_reason: z.string().nullable(),
      status_since: z.string(),
      recruiting: z.enum(['open', 'suspended']),
      recruiting_since: z.string(),
      recruiting_reason: z.string().nullable(),
      recruiting_translations: recruiting.shape.reason_translations,
      home_url: z.string(),
      time_zone: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type ProgramSettingsPage = z.infer<typeof programSettingsPage>;

/** Of a new program: its secrets are shown this once. */
export const programDrafted = z.object({
  program: programSettings,
  secrets: z.object({ postback_key: z.string(), revision_secret: z.string(), signing_secret: z.string() }),
});
export type ProgramDrafted = z.infer<typeof programDrafted>;

/** Every kind of traffic that a program can speak about, in the order of the table; a kind with children is a heading. */
export const trafficKinds = z.object({
  kinds: z.array(z.object({ key: z.string(), parent: z.string().nullable(), label_key: z.string() })),
});
export type TrafficKinds = z.infer<typeof trafficKinds>;
