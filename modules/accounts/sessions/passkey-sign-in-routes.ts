import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { passkeyOptions, passkeySignIn } from '../../../contract/wire/person.ts';
import { signedIn } from '../../../contract/wire/session.ts';
import { publicAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import type { PeopleDeps } from '../deps.ts';
import { clientOf } from './client.ts';
import { deviceToken, keepDevice, keepSession, type Site, sessionToken } from './cookies.ts';
import { sameOrigin } from './origin.ts';
import { passkeySignInOptions, signInWithPasskey } from './passkey-sign-in.ts';
import { begun } from './routes.ts';
import { endSession, sessionLookUps } from './service.ts';

const tags = ['people'];

/** Signing in with a passkey alone, without address and password. */
export function passkeySignInRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const site: Site = { publicUrl: deps.publicUrl };
  const lookUp = sessionLookUps(deps.db, deps.clock);
  return async (app) => {
    const open = { config: { access: publicAccess }, onRequest: sameOrigin(site) };
    app.post(
      '/api/v1/session/passkey/options',
      {
        ...open,
        schema: {
          tags,
          description: 'What any passkey of this network is to sign, once, within half an hour, in this browser.',
          response: { 200: passkeyOptions },
        },
      },
      async (request, reply) => {
        const device = keepDevice(site, reply, deviceToken(site, request));
        return { options: { ...(await passkeySignInOptions(deps, device)) } };
      },
    );
    app.post(
      '/api/v1/session/passkey',
      {
        ...open,
        schema: {
          tags,
          description: 'Signs in with a passkey that has verified its person; that counts as both factors.',
          body: passkeySignIn,
          response: { 200: signedIn },
        },
      },
      async (request, reply) => {
        const asked = {
          response: request.body.response,
          client: clientOf(request),
          device: deviceToken(site, request),
        };
        const before = sessionToken(site, request);
        const token = valueOrRefuse(await signInWithPasskey(deps, asked));
        if (before !== null) await endSession(deps.db, before);
        keepSession(site, reply, token);
        return begun(deps, site, { lookUp, request, reply, token });
      },
    );
  };
}
