import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  newMail,
  newMailRequest,
  type Profile,
  personSessions,
  profile,
  sessionsEnded,
} from '../../../contract/wire/person.ts';
import { mailChange, mailSent, passwordChange, profileChange } from '../../../contract/wire/registrations.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { publicAccess, refuse, sessionAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireRecentProof, requireSession } from '../caller.ts';
import type { PeopleDeps } from '../deps.ts';
import type { User } from '../model.ts';
import { clientOf } from '../sessions/client.ts';
import { keepSession } from '../sessions/cookies.ts';
import { sameOrigin } from '../sessions/origin.ts';
import { proofRoutes } from '../sessions/proof.ts';
import { endOneSession, endOtherSessions, sessionsOf } from '../sessions/service.ts';
import { askMailChange, changePassword, changeProfile, completeMailChange } from './changes.ts';

const tags = ['people'];
const config = { access: sessionAccess };

/** What is a person's own: name, language, password, address, sessions. */
export function personRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  const site = { publicUrl: deps.publicUrl };
  return async (app) => {
    await app.register(sessionsRoutes(deps));
    await app.register(proofRoutes(deps));
    app.get('/api/v1/person', { config, schema: { tags, response: { 200: profile } } }, (request) =>
      profileOf(requireSession(request).user),
    );
    app.patch(
      '/api/v1/person',
      { config, schema: { tags, body: profileChange, response: { 200: profile } } },
      async (request) => profileOf(await changeProfile(deps, requireSession(request).user, request.body)),
    );
    app.post(
      '/api/v1/person/password',
      {
        config,
        schema: {
          tags,
          description: 'A new password; all other sessions end.',
          body: passwordChange,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { current_password: current, new_password: next } = request.body;
        const asked = { current, next, client: clientOf(request) };
        keepSession(site, reply, valueOrRefuse(await changePassword(deps, requireSession(request), asked)));
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/api/v1/person/mail',
      {
        config,
        schema: {
          tags,
          description: 'Mails a link to the new address, which takes effect when it is followed.',
          body: mailChange,
          response: { 202: mailSent },
        },
      },
      async (request, reply) => {
        const { user } = requireRecentProof(request, deps.clock.now());
        valueOrRefuse(await askMailChange(deps, user, request.body.email));
        return reply.code(202).send({ mail: 'sent' as const });
      },
    );
    app.post(
      '/api/v1/person/mail/confirmation',
      {
        config: { access: publicAccess },
        onRequest: sameOrigin(site),
        schema: {
          tags,
          description: 'Follows the link of the mail.',
          body: newMailRequest,
          response: { 200: newMail },
        },
      },
      async (request) => valueOrRefuse(await completeMailChange(deps, request.body.token)),
    );
  };
}

function sessionsRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/person/sessions',
      { config, schema: { tags, response: { 200: personSessions } } },
      async (request) => ({
        sessions: await sessionsOf(deps, requireSession(request)),
      }),
    );
    app.delete(
      '/api/v1/person/sessions',
      { config, schema: { tags, description: 'Ends every session but this one.', response: { 200: sessionsEnded } } },
      async (request) => ({ ended: await endOtherSessions(deps, requireSession(request)) }),
    );
    app.delete(
      '/api/v1/person/sessions/:id',
      { config, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.null() } } },
      async (request, reply) => {
        const { id } = request.params;
        if (!(await endOneSession(deps, requireSession(request), id)))
          refuse({ code: 'not_found', field: 'id', value: id, detail: 'You have no such session.' });
        return reply.code(204).send(null);
      },
    );
  };
}

function profileOf({ id, email, name, locale, confirmedAt, createdAt }: User): Profile {
  return { id, email, name, locale, confirmed: confirmedAt !== null, created_at: formatInstant(createdAt) };
}
