import type { WhyDeps } from '../../../modules/commissions/index.ts';
import { orderHistory } from '../../../modules/orders/index.ts';
import { programByCode } from '../../../modules/programs/index.ts';
import { paces, paidAt } from '../../../modules/stats/index.ts';
import { termsInForce, termsOfPublication } from '../../../modules/terms/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';

/** What the story of an order needs from outside its decision. */
export function whyDeps(db: Database, clock: Clock, paceOf = paces(db, clock)): WhyDeps {
  return {
    termsOfPublication,
    termsOf: termsInForce,
    joinsAlsoOf: async (q, program) => (await programByCode(q, program))?.joinsAlso ?? [],
    eventsOf: orderHistory,
    outlookOf: async (ref) => ({
      ...(await paceOf(ref.program)),
      paidAt: await db.transaction({ role: 'system' }, (tx) => paidAt(tx, ref)),
    }),
  };
}
