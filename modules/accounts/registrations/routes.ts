import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  confirmed,
  linkRequest,
  mailSent,
  registrationRequest,
  resetCompletion,
  resetRequest,
} from '../../../contract/wire/registrations.ts';
import { publicAccess, sessionAccess, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireSession } from '../caller.ts';
import type { PeopleDeps } from '../deps.ts';
import { askReset, completeReset } from '../person/password-reset.ts';
import { clientOf } from '../sessions/client.ts';
import { sameOrigin } from '../sessions/origin.ts';
import { confirm, confirmAgain, markConfirmed, register } from './service.ts';

const tags = ['people'];
const sent = { mail: 'sent' as const };

/** Registration and its confirmation. */
export function registrationRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const open = { config: { access: publicAccess }, onRequest: sameOrigin({ publicUrl: deps.publicUrl }) };
    app.post(
      '/api/v1/registrations',
      {
        ...open,
        schema: {
          tags,
          description:
            'Registers an organisation with its owner. What follows is mailed; the answer is the same for known addresses.',
          body: registrationRequest,
          response: { 202: mailSent },
        },
      },
      async (request, reply) => {
        valueOrRefuse(await register(deps, request.body, clientOf(request)));
        return reply.code(202).send(sent);
      },
    );
    app.post(
      '/api/v1/registrations/confirmation',
      {
        ...open,
        schema: { tags, description: 'Follows the link of the mail.', body: linkRequest, response: { 200: confirmed } },
      },
      async (request) => valueOrRefuse(await confirm(deps, request.body.token)),
    );
    app.post(
      '/api/v1/registrations/confirmation-mail',
      {
        config: { access: sessionAccess },
        schema: { tags, description: 'Mails the link once more.', response: { 202: mailSent } },
      },
      async (request, reply) => {
        valueOrRefuse(await confirmAgain(deps, requireSession(request).user));
        return reply.code(202).send(sent);
      },
    );
  };
}

/** New passwords by mail, for who has forgotten theirs. */
export function resetRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const open = { config: { access: publicAccess }, onRequest: sameOrigin({ publicUrl: deps.publicUrl }) };
    app.post(
      '/api/v1/password-resets',
      {
        ...open,
        schema: {
          tags,
          description: 'Mails a way to a new password; the answer does not tell whether the address is known.',
          body: resetRequest,
          response: { 202: mailSent },
        },
      },
      async (request, reply) => {
        valueOrRefuse(await askReset(deps, request.body.email, clientOf(request)));
        return reply.code(202).send(sent);
      },
    );
    app.post(
      '/api/v1/password-resets/completion',
      {
        ...open,
        schema: {
          tags,
          description: 'A new password by the link of the mail.',
          body: resetCompletion,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        valueOrRefuse(await completeReset(deps, request.body, markConfirmed));
        return reply.code(204).send(null);
      },
    );
  };
}
