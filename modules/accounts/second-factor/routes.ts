import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  newPasskey,
  passkeyOptions,
  recoveryCodes,
  secondFactor,
  totpConfirmation,
  totpSecret,
} from '../../../contract/wire/person.ts';
import { sessionAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireRecentProof, requireSession } from '../caller.ts';
import type { PeopleDeps } from '../deps.ts';
import * as service from './service.ts';

const tags = ['people'];
const config = { access: sessionAccess };
const BASE = '/api/v1/person/second-factor';
const listed = (codes: readonly string[] | null) => ({ recovery_codes: codes === null ? null : [...codes] });

/** The second factors of a person: to see, add and remove them. All but seeing asks for a recent proof (T-17). */
export function secondFactorRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const { clock } = deps;
  return async (app) => {
    await app.register(passkeyRoutes(deps));
    app.get(BASE, { config, schema: { tags, response: { 200: secondFactor } } }, (request) =>
      service.secondFactorOf(deps, requireSession(request).user),
    );
    app.post(
      `${BASE}/totp`,
      { config, schema: { tags, description: 'A secret for an authenticator app.', response: { 200: totpSecret } } },
      async (request) => valueOrRefuse(await service.beginTotp(deps, requireRecentProof(request, clock.now()).user)),
    );
    app.post(
      `${BASE}/totp/confirmation`,
      { config, schema: { tags, body: totpConfirmation, response: { 200: recoveryCodes } } },
      async (request) => {
        const { user } = requireRecentProof(request, clock.now());
        return listed(valueOrRefuse(await service.confirmTotp(deps, user, request.body.code)));
      },
    );
    app.delete(`${BASE}/totp`, { config, schema: { tags, response: { 204: z.null() } } }, async (request, reply) => {
      valueOrRefuse(await service.removeTotp(deps, requireRecentProof(request, clock.now()).user));
      return reply.code(204).send(null);
    });
    app.post(
      `${BASE}/recovery-codes`,
      { config, schema: { tags, description: 'New codes; those before are void.', response: { 200: recoveryCodes } } },
      async (request) =>
        listed(valueOrRefuse(await service.renewRecoveryCodes(deps, requireRecentProof(request, clock.now()).user))),
    );
  };
}

function passkeyRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const { clock } = deps;
  return async (app) => {
    app.post(
      `${BASE}/passkeys/options`,
      { config, schema: { tags, response: { 200: passkeyOptions } } },
      async (request) => ({
        options: { ...(await service.newPasskeyOptions(deps, requireRecentProof(request, clock.now()))) },
      }),
    );
    app.post(
      `${BASE}/passkeys`,
      { config, schema: { tags, body: newPasskey, response: { 200: recoveryCodes } } },
      async (request) => {
        const session = requireRecentProof(request, clock.now());
        return listed(valueOrRefuse(await service.addPasskey(deps, session, request.body)));
      },
    );
    app.delete(
      `${BASE}/passkeys/:id`,
      { config, schema: { tags, params: z.object({ id: z.string().max(400) }), response: { 204: z.null() } } },
      async (request, reply) => {
        const { user } = requireRecentProof(request, clock.now());
        valueOrRefuse(await service.removePasskey(deps, user, request.params.id));
        return reply.code(204).send(null);
      },
    );
  };
}
