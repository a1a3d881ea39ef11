import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  acceptance,
  accepted,
  invitationLink,
  invitationPreview,
  invited,
  members,
  newInvitation,
  roleChange,
} from '../../../contract/wire/members.ts';
import { personAccess, publicAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireCaller, requireRecentProof } from '../caller.ts';
import type { PeopleDeps } from '../deps.ts';
import { sameOrigin } from '../sessions/origin.ts';
import { accept, invite, preview, withdraw } from './invitations.ts';
import { changeRole, membersAndInvitations, removeMember } from './service.ts';

const tags = ['people'];
const config = { access: personAccess('people') };
const byId = z.object({ id: z.uuid() });

/** Who works in an organisation, and who is asked to. Everybody there reads; owners change, after a recent proof (T-17). */
export function memberRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const { clock } = deps;
  return async (app) => {
    await app.register(invitationRoutes(deps));
    app.get('/api/v1/members', { config, schema: { tags, response: { 200: members } } }, (request) =>
      membersAndInvitations(deps, requireCaller(request).orgId),
    );
    app.put(
      '/api/v1/members/:id/role',
      { config, schema: { tags, params: byId, body: roleChange, response: { 204: z.null() } } },
      async (request, reply) => {
        const change = { ...request.params, ...request.body };
        valueOrRefuse(await changeRole(deps, requireRecentProof(request, clock.now()).user, change));
        return reply.code(204).send(null);
      },
    );
    app.delete(
      '/api/v1/members/:id',
      { config, schema: { tags, params: byId, response: { 204: z.null() } } },
      async (request, reply) => {
        const by = requireRecentProof(request, clock.now()).user;
        valueOrRefuse(await removeMember(deps, by, request.params.id));
        return reply.code(204).send(null);
      },
    );
  };
}

function invitationRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const open = { config: { access: publicAccess }, onRequest: sameOrigin({ publicUrl: deps.publicUrl }) };
  const { clock } = deps;
  return async (app) => {
    app.post(
      '/api/v1/invitations',
      { config, schema: { tags, body: newInvitation, response: { 201: invited } } },
      async (request, reply) => {
        const by = requireRecentProof(request, clock.now()).user;
        return reply.code(201).send(valueOrRefuse(await invite(deps, by, request.body)));
      },
    );
    app.delete(
      '/api/v1/invitations/:id',
      { config, schema: { tags, params: byId, response: { 204: z.null() } } },
      async (request, reply) => {
        const by = requireRecentProof(request, clock.now()).user;
        valueOrRefuse(await withdraw(deps, by, request.params.id));
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/api/v1/invitations/preview',
      { ...open, schema: { tags, body: invitationLink, response: { 200: invitationPreview } } },
      async (request) => valueOrRefuse(await preview(deps, request.body.token)),
    );
    app.post(
      '/api/v1/invitations/acceptance',
      { ...open, schema: { tags, body: acceptance, response: { 201: accepted } } },
      async (request, reply) => reply.code(201).send(valueOrRefuse(await accept(deps, request.body))),
    );
  };
}
