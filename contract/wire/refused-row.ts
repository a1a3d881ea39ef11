import { z } from 'zod';

/** Why one of many rows was refused, or what is remarkable about it. */
export const rowRefusal = z.object({
  code: z.string(),
  field: z.string().nullable(),
  value: z.string().nullable(),
  detail: z.string(),
  title: z.string().describe('What the code means, in the language asked for.'),
  told: z.string().describe('The very case in that language; empty where it has no sentence for it.'),
  remedy: z.string().describe('What to do about it, in that language.'),
});
export type RowRefusal = z.infer<typeof rowRefusal>;
