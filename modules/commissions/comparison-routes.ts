import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { type Comparison, comparison } from '../../contract/wire/comparison.ts';
import { dayInterval } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { answerWatched, callerAccess, refuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import type { CommissionDeps } from './model.ts';
import { COMPARED_MAX, compareElsewhere } from './service/comparison.ts';
import type { WhyDeps } from './service/why.ts';
import { countDecided } from './store.ts';

export interface ComparisonDeps extends Pick<CommissionDeps, 'termsOf'>, Pick<WhyDeps, 'joinsAlsoOf'> {
  readonly db: Database;
}

const CODE_CHARACTERS_MAX = 100;
/** A month and some days, as people compare. */
const DAYS_MAX = 100;
const DAY_MS = 86_400_000;

const schema = {
  params: z.object({ code: z.string().max(CODE_CHARACTERS_MAX) }),
  querystring: z.strictObject({
    since: z.iso.date().describe('First calendar day of the orders, in the zone of the program.'),
    until: z.iso.date().describe('The day after the last.'),
  }),
  response: { 200: comparison },
};

/** `GET /api/v1/programs/{code}/comparison`: what a publisher's orders would have earned in the programs joined with this one (S-113). */
export function comparisonRoutes({ db, termsOf, joinsAlsoOf }: ComparisonDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess('statistics', 'publisher') };
    app.get('/api/v1/programs/:code/comparison', { config, schema }, async (request, reply) => {
      const { orgId } = requireCaller(request);
      const { code } = request.params;
      const { since, until } = request.query;
      const days = (Date.parse(until) - Date.parse(since)) / DAY_MS;
      if (days < 1 || days > DAYS_MAX)
        wrong('range_invalid', until, `The range has ${days} days; expected 1 to ${DAYS_MAX}.`);
      const found = await db.transaction({ role: 'app', org: orgId }, async (tx) => {
        const own = (await termsOf(tx, [code])).get(code);
        if (own === undefined) return null;
        const others = await termsOf(tx, await joinsAlsoOf(tx, code));
        const [from, end] = [since, until].map((day) => dayInterval(day, own.terms.timeZone).from);
        const orders = { program: code, publisherOrg: orgId, from: from ?? 0, until: end ?? 0 };
        const total = await countDecided(tx, orders);
        return { orders, total, others: [...others.values()].map(({ terms }) => terms) };
      });
      if (found === null) {
        const detail = 'There is no such program.';
        return refuse({ code: 'not_found', field: 'code', value: shownValue(code), detail });
      }
      const { orders, total, others } = found;
      if (total > COMPARED_MAX)
        wrong('too_many_orders', until, `Expected at most ${COMPARED_MAX} orders in the period.`);
      const work = async (onProgress: (done: number) => void): Promise<Comparison> => {
        // Who closes the page or stops it needs no answer, and none of the work.
        const isAwaited = () => !reply.raw.destroyed;
        const compared = await compareElsewhere(db, orders, others, { onProgress, isAwaited });
        return { program: code, since, until, ...(compared ?? { orders: 0, with: [] }) };
      };
      return answerWatched(request, reply, { schema: comparison, total, work });
    });
  };
}

function wrong(code: 'range_invalid' | 'too_many_orders', until: string, detail: string): never {
  return refuse({ code, field: 'until', value: until, detail });
}
