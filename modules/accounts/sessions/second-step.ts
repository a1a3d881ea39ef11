import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { passkeyOptions, secondFactorUse } from '../../../contract/wire/person.ts';
import { signedIn } from '../../../contract/wire/session.ts';
import { publicAccess, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { passkeyChallenge } from '../second-factor/proofs.ts';
import { passSecondFactor } from '../second-factor/service.ts';
import { clientOf } from './client.ts';
import { deviceToken, keepSession, type Site, sessionToken } from './cookies.ts';
import type { Session } from './model.ts';
import { sameOrigin } from './origin.ts';
import { begun } from './routes.ts';
import { sessionLookUps } from './service.ts';

const tags = ['people'];

/** The second step of signing in, for who has done the first with this browser. */
export function secondStepRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const site: Site = { publicUrl: deps.publicUrl };
  const lookUp = sessionLookUps(deps.db, deps.clock);
  const halfway = async (request: FastifyRequest): Promise<Session> => {
    const token = sessionToken(site, request);
    const session = token === null ? null : await lookUp(token);
    if (session?.secondFactor === 'pending') return session;
    const detail = 'Expected the cookie of a sign-in that waits for its second factor.';
    return refuse({ code: 'not_signed_in', field: null, detail });
  };
  return async (app) => {
    const open = { config: { access: publicAccess }, onRequest: sameOrigin(site) };
    app.post(
      '/api/v1/session/second-factor',
      {
        ...open,
        schema: {
          tags,
          description: 'Finishes signing in with a second factor.',
          body: secondFactorUse,
          response: { 200: signedIn },
        },
      },
      async (request, reply) => {
        const session = await halfway(request);
        const shown = { use: request.body, client: clientOf(request), device: deviceToken(site, request) };
        const token = valueOrRefuse(await passSecondFactor(deps, session, shown));
        keepSession(site, reply, token);
        return begun(deps, site, { lookUp, request, reply, token });
      },
    );
    app.post(
      '/api/v1/session/second-factor/passkey-options',
      {
        ...open,
        schema: { tags, description: 'What a passkey is to sign.', response: { 200: passkeyOptions } },
      },
      async (request) => {
        const session = await halfway(request);
        const of = { userId: session.user.id, sessionId: session.id, purpose: 'second step' as const };
        return { options: { ...(await deps.db.transaction(SYSTEM, (tx) => passkeyChallenge(tx, deps, of))) } };
      },
    );
  };
}
