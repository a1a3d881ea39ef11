import { z } from 'zod';

/** What `GET /api/v1/clicks` answers: the single clicks behind a row of a report. */

export const singleClick = z.object({
  click_id: z.string(),
  at: z.string(),
  program: z.string(),
  publisher: z.string(),
  ad_space: z.string(),
  traffic_type: z.string(),
  link: z.string(),
  country: z.string().nullable(),
  device: z.string(),
  subids: z.array(z.string().nullable()),
  landing: z.string(),
  target: z.string(),
  anonymizer: z.string(),
  routed_from: z.string().nullable(),
  attributable: z.boolean(),
  flags: z.array(z.string()).describe('What was noticed about it, for instance `altered_target` or `unsigned`.'),
  query: z
    .string()
    .nullable()
    .describe(
      'For the operator: the parameters as they came, where they were not taken so. null: they were, or are cut by age.',
    ),
});

export const clicksAnswer = z.object({
  clicks: z.array(singleClick).describe('Newest first.'),
  next: z.string().nullable().describe('Pass it as `before` for the next page; null at the end.'),
});

export type SingleClick = z.infer<typeof singleClick>;
export type ClicksAnswer = z.infer<typeof clicksAnswer>;
