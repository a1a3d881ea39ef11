import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { backtestJob, backtestRequest, programParams } from '../../../contract/wire/terms.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../../accounts/index.ts';
import { requireProgram } from '../answers.ts';
import type { Backtest } from './backtest-store.ts';
import { type BacktestDeps, Backtests, noBacktest } from './backtests.ts';

export type { BacktestDeps } from './backtests.ts';

/** `…/terms/backtests`: what recorded orders would have earned under a text, told while it is found out. */
export function backtestRoutes(deps: BacktestDeps): FastifyPluginAsyncZod {
  const { db } = deps;
  const config = { access: callerAccess('terms', 'advertiser') };
  const params = programParams.extend({ id: z.uuid() });
  return async (app) => {
    const backtests = new Backtests(deps);
    app.addHook('onClose', () => backtests.stop());

    const start = { params: programParams, body: backtestRequest, response: { 202: backtestJob } };
    app.post('/api/v1/programs/:code/terms/backtests', { config, schema: start }, async (request, reply) => {
      const caller = requireCaller(request);
      const program = await requireProgram(db, caller, request.params.code);
      const { text, version = null, from, until } = request.body;
      const asked = { text, version, from: Date.parse(from), until: Date.parse(until), actor: caller.actor };
      return reply.code(202).send(shown(valueOrRefuse(await backtests.start(program, asked))));
    });

    const one = { params, response: { 200: backtestJob } };
    app.get('/api/v1/programs/:code/terms/backtests/:id', { config, schema: one }, async (request) => {
      const { code, id } = request.params;
      await requireProgram(db, requireCaller(request), code);
      const found = await backtests.find(code, id);
      return found === null ? refuse(noBacktest(id)) : shown(found);
    });

    app.delete('/api/v1/programs/:code/terms/backtests/:id', { config, schema: one }, async (request) => {
      const { code, id } = request.params;
      await requireProgram(db, requireCaller(request), code);
      const found = await backtests.cancel(code, id);
      return found === null ? refuse(noBacktest(id)) : shown(found);
    });
  };
}

function shown(test: Backtest): z.input<typeof backtestJob> {
  return {
    id: test.id,
    status: test.status,
    from: formatInstant(test.from),
    until: formatInstant(test.until),
    hash: test.hash.toString('hex'),
    done: Number(test.done),
    total: Number(test.total),
    started_at: formatInstant(test.startedAt),
    report: test.report,
  };
}
