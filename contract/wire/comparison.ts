import { z } from 'zod';

/** What `GET /api/v1/programs/{code}/comparison` answers: the same orders by the terms of the programs joined with this one (S-113). */

const sum = z.object({ amount: z.string(), currency: z.string() });

export const comparison = z.object({
  program: z.string(),
  since: z.string(),
  until: z.string(),
  orders: z.number().int().describe('Orders of the publisher in the period.'),
  with: z.array(
    z.object({
      program: z.string(),
      name: z.string(),
      compared: z.number().int().describe('Orders that both programs decide.'),
      better: z.number().int().describe('Orders that would have earned more there.'),
      not_stated: z.number().int().describe('Orders of which the other terms say nothing; in no sum.'),
      here: z.array(sum).describe('Of the compared orders, in their own currency.'),
      there: z.array(sum),
    }),
  ),
});
export type Comparison = z.infer<typeof comparison>;
