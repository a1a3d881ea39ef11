import { z } from 'zod';
import { rowRefusal } from './refused-row.ts';

/** Files of products or of rates, as an advertiser brings them. */
export const catalogueFileKinds = ['products', 'rates'] as const;

export const catalogueFileQuery = z.strictObject({
  mode: z.enum(['preview', 'apply']).default('preview').describe('preview: everything is tried, nothing is changed.'),
  missing: z
    .enum(['keep', 'end'])
    .default('keep')
    .describe('end: the file names everything; what it does not name is taken away from its time on.'),
  gone: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('How many the preview counted that the file does not name; needed to take them away.'),
  again: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: also bytes that were stored before are read again, as what holds may have changed since.'),
  at: z.iso.datetime({ offset: true }).optional().describe('From when rows without valid_from hold; now if left out.'),
});

export const catalogueFileAnswer = z.object({
  stored: z.boolean().describe('false: nothing was changed by this request.'),
  rows: z.int(),
  changed: z.int().describe('Statements that say something new.'),
  added: z.int().describe('Of these, statements about a product, or a rate of it, of which nothing was known.'),
  unchanged: z.int(),
  repeated: z.int().describe('Replaced by a later row of the same file.'),
  refused: z.int(),
  warnings: z.int(),
  gone: z.int().describe('Products, or rates of the kinds in the file, that hold and that it does not name.'),
  ended: z.int().describe('Those of them that were, or would be, taken away.'),
  gone_first: z.array(z.string()).describe('The first products among them.'),
  findings: z
    .array(rowRefusal.extend({ severity: z.enum(['refused', 'warning']), line: z.int() }))
    .describe('By line, the first 200.'),
  already_applied_at: z.string().nullable(),
});
export type CatalogueFileAnswer = z.infer<typeof catalogueFileAnswer>;
