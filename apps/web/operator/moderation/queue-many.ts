import type { QueueName } from '../../../../contract/wire/moderation-many.ts';
import type { ManyOf } from '../../kit/many/many-of.ts';

/** A queue of the network as something to decide many of. */
export function manyOfQueue(queue: QueueName): ManyOf {
  return {
    things: queue,
    list: { path: '/api/v1/moderation/waiting', query: { queue } },
    verdicts: { path: '/api/v1/moderation/verdicts', body: { queue } },
    // Queues, badges, programs.
    renews: ['/api/v1/moderation', '/api/v1/program'],
    placeOf: (item) => ({ to: '/operator/moderation', search: { queue, item } }),
  };
}
