import { z } from 'zod';

export const criticalIndicator = z.enum(['low_cr', 'no_actions']);

/** How the traffic of each ad space to a program did on a day of the program's zone (S-119 … S-122). */
export const qualityAnswer = z.object({
  program: z.string(),
  day: z.string().describe('YYYY-MM-DD in the zone of the program.'),
  time_zone: z.string(),
  limits: z.object({
    low_cr: z.object({ clicks_above: z.int(), conversion_below: z.string() }),
    no_actions: z.object({ clicks_above: z.int() }),
  }),
  ad_spaces: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        publisher: z.object({ id: z.string(), name: z.string() }).nullable(),
        clicks: z.int(),
        actions: z.int(),
        sales: z
          .array(z.object({ currency: z.string(), amount: z.string() }))
          .describe('Volume of the counted orders, each currency by itself (S-119).'),
        new_customers: z.int().describe('Counted orders of buyers that the shop calls new.'),
        conversion: z.string().nullable().describe('A ratio, such as 0.0031; null without clicks.'),
        raised: z.array(criticalIndicator),
      }),
    )
    .describe('Those with an alarm first, then by clicks.'),
});
export type QualityAnswer = z.infer<typeof qualityAnswer>;

/** The traffic of one publisher, program by program: what their advertisers see of it. */
export const ownQuality = z.object({ programs: z.array(qualityAnswer).describe('Those that ever had a click of it.') });
export type OwnQuality = z.infer<typeof ownQuality>;

export const qualityQuery = z.strictObject({ day: z.iso.date().optional().describe('Today if left out.') });
