import { z } from 'zod';
import { saysWhy, verdictOnMany, WHY_MISSING, waitingSearch } from './many.ts';

/** The queues of the network as lists, and one verdict on many of one. */

export const queueNames = ['organisations', 'ad_spaces', 'programs', 'applications'] as const;
export type QueueName = (typeof queueNames)[number];

export const waitingQuery = waitingSearch.extend({ queue: z.enum(queueNames) });

export const manyVerdict = verdictOnMany.extend({ queue: z.enum(queueNames) }).refine(saysWhy, WHY_MISSING);
export type ManyVerdict = z.infer<typeof manyVerdict>;
