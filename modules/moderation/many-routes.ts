import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { manyJudged, waitingPage } from '../../contract/wire/many.ts';
import { manyVerdict, waitingQuery } from '../../contract/wire/moderation-many.ts';
import { answerWatched } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { judgeMany, type ManyDeps } from './many.ts';
import { config, SYSTEM } from './routes.ts';
import { waitingIn } from './waiting.ts';

/** `GET /api/v1/moderation/waiting`: a queue as a list that can be searched; `POST /api/v1/moderation/verdicts`: the same of many. */
export function manyRoutes(deps: ManyDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: waitingQuery, response: { 200: waitingPage } };
    app.get('/api/v1/moderation/waiting', { config, schema: list }, ({ query }) => {
      const { queue, text = null, offset, limit } = query;
      return deps.db.transaction(SYSTEM, async (tx) => {
        const found = await waitingIn(tx, queue, text);
        return { entries: found.slice(offset, offset + limit), total: found.length };
      });
    });

    const many = { body: manyVerdict, response: { 200: manyJudged } };
    app.post('/api/v1/moderation/verdicts', { config, schema: many }, async (request, reply) => {
      const asked = { ...request.body, actor: requireCaller(request).actor };
      const work = (onProgress: (done: number) => void) => judgeMany(deps, asked, onProgress);
      return answerWatched(request, reply, { schema: manyJudged, total: request.body.keys.length, work });
    });
  };
}
