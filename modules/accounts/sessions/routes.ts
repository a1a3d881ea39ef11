import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type SecondFactorMethod,
  type Session as SessionAnswer,
  type SignedIn,
  session as sessionAnswer,
  signInAnswer,
  signInRequest,
} from '../../../contract/wire/session.ts';
import { publicAccess, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import type { PeopleDeps } from '../deps.ts';
import { methodsOf } from '../second-factor/store.ts';
import { clientOf } from './client.ts';
import { deviceToken, dropSession, keepDevice, keepSession, type Site, sessionToken } from './cookies.ts';
import { csrfToken, type Session } from './model.ts';
import { forgeryRefusal, sameOrigin } from './origin.ts';
import { endSession, rememberDevice, type SessionLookUp, sessionLookUps, signIn } from './service.ts';

const tags = ['people'];

/** `/api/v1/session`: who is signed in with this browser; signing in and out. */
export function sessionRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const site: Site = { publicUrl: deps.publicUrl };
  const lookUp = sessionLookUps(deps.db, deps.clock);
  return async (app) => {
    const config = { access: publicAccess };
    app.get(
      '/api/v1/session',
      {
        config,
        schema: { tags, description: 'Who is signed in with this browser.', response: { 200: sessionAnswer } },
      },
      (request) => currentAnswer(deps, lookUp, sessionToken(site, request)),
    );
    app.post(
      '/api/v1/session',
      {
        config,
        schema: {
          tags,
          description: 'Signs in with address and password; a second factor may be asked for.',
          body: signInRequest,
          response: { 200: signInAnswer },
        },
        onRequest: sameOrigin(site),
      },
      async (request, reply) => {
        const client = clientOf(request);
        const device = deviceToken(site, request);
        const before = sessionToken(site, request);
        const signedIn = valueOrRefuse(await signIn(deps, { ...request.body, client, device }));
        if (before !== null) await endSession(deps.db, before);
        keepSession(site, reply, signedIn.token);
        if (signedIn.needs.length > 0) return { needs: 'second_factor' as const, methods: [...signedIn.needs] };
        return begun(deps, site, { lookUp, request, reply, token: signedIn.token });
      },
    );
    app.delete(
      '/api/v1/session',
      { config, schema: { tags, description: 'Signs out.', response: { 204: z.null() } } },
      async (request, reply) => {
        const token = sessionToken(site, request);
        if (token !== null && (await lookUp(token)) !== null) {
          const forgery = forgeryRefusal(site, request, token);
          if (forgery !== null) refuse(forgery);
          await endSession(deps.db, token);
        }
        dropSession(site, reply);
        return reply.code(204).send(null);
      },
    );
  };
}

interface Beginning {
  readonly lookUp: SessionLookUp;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly token: string;
}

/** Answers who has just signed in, and remembers the browser. */
export async function begun(
  deps: PeopleDeps,
  site: Site,
  { lookUp, request, reply, token }: Beginning,
): Promise<SignedIn> {
  const session = await lookUp(token);
  if (session === null) throw new Error('a session that has just begun is not there');
  const device = keepDevice(site, reply, deviceToken(site, request));
  await rememberDevice(deps, { user: session.user, device, client: clientOf(request) });
  return somebodyOf(deps, session, token);
}

async function currentAnswer(deps: PeopleDeps, lookUp: SessionLookUp, token: string | null): Promise<SessionAnswer> {
  const session = token === null ? null : await lookUp(token);
  if (session === null || token === null || session.secondFactor === 'pending')
    return { person: null, network_name: deps.networkName };
  return somebodyOf(deps, session, token);
}

async function somebodyOf(deps: PeopleDeps, session: Session, token: string): Promise<SignedIn> {
  const { user, organisation } = session;
  const factors = await deps.db.transaction({ role: 'system' }, (tx) => methodsOf(tx, user.id));
  return {
    person: {
      id: user.id,
      email: user.email,
      name: user.name,
      locale: user.locale,
      confirmed: user.confirmedAt !== null,
      second_factor: factorsWord(factors),
    },
    organisation: {
      id: organisation.id,
      name: organisation.name,
      kind: organisation.kind,
      status: organisation.status,
      status_reason: organisation.statusReason,
    },
    role: user.role,
    csrf_token: csrfToken(token),
    network_name: deps.networkName,
  };
}

function factorsWord(factors: readonly SecondFactorMethod[]): SignedIn['person']['second_factor'] {
  const totp = factors.includes('totp');
  const passkey = factors.includes('passkey');
  if (totp && passkey) return 'both';
  if (totp) return 'totp';
  return passkey ? 'passkey' : 'none';
}
