import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import { type Proof, passkeyOptions, proof, proofState } from '../../../contract/wire/person.ts';
import { sessionAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { countTry, forgiveTries, guesses } from '../attempts/attempts.ts';
import { requireSession } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { provePassword } from '../person/changes.ts';
import { passkeyChallenge, takeOwnCode, takePasskey } from '../second-factor/proofs.ts';
import { codeRefused } from '../second-factor/service.ts';
import { provenRecently, type Session } from './model.ts';
import { markProven } from './store.ts';

const tags = ['people'];
const config = { access: sessionAccess };

/** Proving once more who is there, for what is dear (T-17): by whatever the person can sign in with. */
export function proofRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/session/proof',
      {
        config,
        schema: {
          tags,
          description: 'Whether what asks for a recent proof would ask for one now.',
          response: { 200: proofState },
        },
      },
      (request) => ({ recent: provenRecently(requireSession(request), deps.clock.now()) }),
    );
    app.post(
      '/api/v1/session/proof',
      {
        config,
        schema: {
          tags,
          description: 'Proves who is there, for what asks for a recent proof.',
          body: proof,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        valueOrRefuse(await prove(deps, requireSession(request), request.body));
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/api/v1/session/proof/passkey-options',
      {
        config,
        schema: {
          tags,
          description: 'What a passkey of the person is to sign as such a proof, once, within five minutes.',
          response: { 200: passkeyOptions },
        },
      },
      async (request) => {
        const { id: sessionId, user } = requireSession(request);
        const asked = { userId: user.id, sessionId, purpose: 'proof' as const };
        return { options: { ...(await deps.db.transaction(SYSTEM, (tx) => passkeyChallenge(tx, deps, asked))) } };
      },
    );
  };
}

async function prove(deps: PeopleDeps, session: Session, offered: Proof): Promise<Result<null>> {
  const proven =
    offered.method === 'password'
      ? await provePassword(deps, session.user, { field: 'password', password: offered.password })
      : await proveFactor(deps, session, offered);
  if (!proven.ok) return proven;
  await deps.db.transaction(SYSTEM, (tx) => markProven(tx, session.id, deps.clock.now()));
  return proven;
}

/** Recovery codes are for who has lost the rest: they prove nothing here. Each try is counted before it is looked at. */
async function proveFactor(
  deps: PeopleDeps,
  { id: sessionId, user }: Session,
  offered: Exclude<Proof, { method: 'password' }>,
): Promise<Result<null>> {
  const now = deps.clock.now();
  const what = ['proof of', user.id];
  const allowed = await deps.db.transaction(SYSTEM, (tx) => countTry(tx, [{ what, bound: guesses }], now));
  if (!allowed.ok) return allowed;
  return deps.db.transaction(SYSTEM, async (tx) => {
    const userId = user.id;
    const isProven =
      offered.method === 'totp'
        ? await takeOwnCode(tx, deps, userId, offered.code)
        : await takePasskey(tx, deps, { userId, sessionId, response: offered.response, purpose: 'proof', now });
    if (!isProven) return refused(codeRefused());
    await forgiveTries(tx, what);
    return ok(null);
  });
}
