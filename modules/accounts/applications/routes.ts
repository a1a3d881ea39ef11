import type { FastifyInstance } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { applicationMade, applications, newApplication } from '../../../contract/wire/members.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { personAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller, requireRecentProof } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import type { OrganisationKind } from '../model.ts';
import { createApiApplication, revokeApiApplication } from '../service.ts';
import { tellOwners } from '../tell.ts';
import { applicationsOf } from './store.ts';

const tags = ['people'];
const config = { access: personAccess('people') };

/** The API applications of an organisation: owners make and end them, after a recent proof (T-17). */
export function applicationRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  return async (app) => {
    app.get(
      '/api/v1/api-applications',
      { config, schema: { tags, response: { 200: applications } } },
      async (request) => {
        const { orgId, kind } = requireCaller(request);
        const found = await db.transaction(SYSTEM, (tx) => applicationsOf(tx, orgId));
        const shown = found.map((each) => ({
          ...each,
          created_at: formatInstant(each.created_at),
          last_token_at: each.last_token_at === null ? null : formatInstant(each.last_token_at),
        }));
        return { applications: shown, scopes: scopesFor(app, kind) };
      },
    );
    app.post(
      '/api/v1/api-applications',
      { config, schema: { tags, body: newApplication, response: { 201: applicationMade } } },
      async (request, reply) => {
        const { user, organisation } = requireRecentProof(request, clock.now());
        const scopes = [...new Set(request.body.scopes)];
        requireScopes(scopes, scopesFor(app, organisation.kind));
        const input = { orgId: user.orgId, name: request.body.name, scopes, at: clock.now(), actor: `user:${user.id}` };
        const made = await db.transaction(SYSTEM, async (tx) => {
          const data = { organisation: organisation.name, application: input.name };
          await tellOwners(tx, deps, { ...input, kind: 'application_made', data });
          return createApiApplication(tx, input);
        });
        const { applicationId: id, clientId, clientSecret } = made;
        return reply.code(201).send({ id, client_id: clientId, client_secret: clientSecret });
      },
    );
    app.delete(
      '/api/v1/api-applications/:id',
      { config, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.null() } } },
      async (request, reply) => {
        const { user, organisation } = requireRecentProof(request, clock.now());
        const { id } = request.params;
        const by = { at: clock.now(), actor: `user:${user.id}` };
        const ended = await db.transaction(SYSTEM, async (tx) => {
          const own = (await applicationsOf(tx, user.orgId)).find((application) => application.id === id);
          if (own === undefined || !(await revokeApiApplication(tx, { ...by, applicationId: id }))) return false;
          const data = { organisation: organisation.name, application: own.name };
          await tellOwners(tx, deps, { ...by, orgId: user.orgId, kind: 'application_ended', data });
          return true;
        });
        if (!ended) refuse({ code: 'not_found', field: 'id', detail: 'Your organisation has no such application.' });
        return reply.code(204).send(null);
      },
    );
  };
}

/** What the routes of this server ask of applications of such an organisation. */
function scopesFor(app: FastifyInstance, kind: OrganisationKind): string[] {
  const scopes = app.declaredRoutes.flatMap(({ access }) => {
    if (access.kind === 'public' || access.personOnly || access.scope === null) return [];
    return access.callers.length === 0 || access.callers.includes(kind) ? [access.scope] : [];
  });
  return [...new Set(scopes)].sort();
}

function requireScopes(asked: readonly string[], known: readonly string[]): void {
  const strange = asked.find((scope) => !known.includes(scope));
  if (strange === undefined) return;
  const detail = `There is no scope ${strange} for your organisation; expected some of ${known.join(', ')}.`;
  refuse({ code: 'scope_unknown', field: 'scopes', value: strange, detail, extra: { scopes: known } });
}
