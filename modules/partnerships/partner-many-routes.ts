import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { manyJudged, type VerdictOnMany, waitingPage } from '../../contract/wire/many.ts';
import { partnersVerdict, partnersWaitingQuery } from '../../contract/wire/partners.ts';
import type { Tx } from '../../platform/db/index.ts';
import { answerWatched, callerAccess } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { applicationNames, fitting, judgeApplication, judgeEach, notInQueue, waitingEntries } from './many.ts';
import type { Partnership } from './model.ts';
import type { ApplicationRoutes } from './routes.ts';
import { declinedBy, networkFree } from './standing.ts';

const SYSTEM = { role: 'system' } as const;

/** `GET /api/v1/partners/waiting`: an advertiser's applications as a list; `POST /api/v1/partners/verdicts`: the same of many of them. */
export function partnerManyRoutes({ db, clock }: ApplicationRoutes): FastifyPluginAsyncZod {
  const config = { access: callerAccess('partners', 'advertiser') };
  return async (app) => {
    const list = { querystring: partnersWaitingQuery, response: { 200: waitingPage } };
    app.get('/api/v1/partners/waiting', { config, schema: list }, (request) => {
      const { orgId: advertiserOrg } = requireCaller(request);
      const { program = null, text = null, offset, limit } = request.query;
      return db.transaction(SYSTEM, async (tx) => {
        const found = fitting(await waitingEntries(tx, { advertiserOrg, program }), text);
        return { entries: found.slice(offset, offset + limit), total: found.length };
      });
    });

    const many = { body: partnersVerdict, response: { 200: manyJudged } };
    app.post('/api/v1/partners/verdicts', { config, schema: many }, async (request, reply) => {
      const caller = requireCaller(request);
      const { keys, ...said } = request.body;
      const judge = (tx: Tx, key: string) =>
        judgeApplication(tx, { ...said, key, at: clock.now(), actor: caller.actor }, (found) =>
          mayJudge(tx, found, { key, caller, verdict: said.verdict }),
        );
      const work = (onProgress: (done: number) => void) =>
        judgeEach(db, keys, judge, (q, of) => applicationNames(q, of, caller.orgId), onProgress);
      return answerWatched(request, reply, { schema: manyJudged, total: keys.length, work });
    });
  };
}

/** Of another advertiser there is none (T-14); what the network has declined or decides alone is left to it. */
async function mayJudge(
  tx: Tx,
  found: Partnership,
  { key, caller, verdict }: { readonly key: string; readonly caller: Caller } & Pick<VerdictOnMany, 'verdict'>,
): Promise<Result<unknown>> {
  if (found.advertiserOrg !== caller.orgId) return refused(notInQueue(key));
  if (verdict === 'approve') return networkFree(tx, found.adSpaceId);
  if (verdict === 'decline' || found.status !== 'declined') return ok(null);
  const isOurs = await declinedBy(tx, [found], caller);
  if (isOurs(found)) return ok(null);
  const detail = 'Nobody of your organisation has declined this application; the network takes back what it declined.';
  return refused({ code: 'NETWORK_DECIDES', field: 'keys', value: key, detail });
}
