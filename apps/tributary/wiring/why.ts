import { productTitles } from '../../../modules/catalogue/index.ts';
import type { WhyDeps } from '../../../modules/commissions/index.ts';
import { orderHistory } from '../../../modules/orders/index.ts';
import { publishedSections } from '../../../modules/program-pages/index.ts';
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
    namesOf: (program, { products, locale, at }) =>
      db.transaction({ role: 'system' }, async (tx) => {
        const { rates } = await publishedSections(tx, program, locale, clock.now());
        const labels = rates?.content.labels.map(({ key, label }) => [key, label] as const) ?? [];
        return { products: await productTitles(tx, program, products, at), categories: Object.fromEntries(labels) };
      }),
    outlookOf: async (ref) => ({
      ...(await paceOf(ref.program)),
      paidAt: await db.transaction({ role: 'system' }, (tx) => paidAt(tx, ref)),
    }),
  };
}
