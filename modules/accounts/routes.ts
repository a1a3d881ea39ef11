import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { catalogueEntry, type ErrorCode } from '../../contract/errors/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { publicAccess, RefusedRequest, valueOrRefuse } from '../../platform/http/index.ts';
import type { OrganisationKind } from './model.ts';
import { issueToken } from './service.ts';
import { readTokenRequest } from './token-request.ts';

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int().describe('Seconds.'),
  scope: z.string().describe('The granted scopes, separated by spaces.'),
  group: z.enum(['webmaster', 'advertiser', 'operator']),
});

/** The word of the wire-compatible API for a kind of organisation. */
const GROUPS = { publisher: 'webmaster', advertiser: 'advertiser', operator: 'operator' } as const satisfies Record<
  OrganisationKind,
  string
>;

/** `POST /api/token/`: access tokens for API applications by the client credentials grant. */
export function tokenRoutes(deps: { readonly db: Database; readonly clock: Clock }): FastifyPluginAsyncZod {
  return async (app) => {
    const schema = {
      description:
        'Client credentials by HTTP Basic or as parameters; parameters as form, multipart form, JSON or query.',
      response: { 200: tokenAnswer },
    };
    app.post(
      '/api/token',
      { config: { access: publicAccess, documentedAs: '/api/token/' }, schema, errorHandler: answerFailure },
      async (request, reply) => {
        const asked = valueOrRefuse(readTokenRequest(request.body, request.query, request.headers.authorization));
        const issued = valueOrRefuse(await issueToken(deps.db, deps.clock.now(), asked));
        reply.header('pragma', 'no-cache');
        return {
          access_token: issued.accessToken,
          token_type: 'bearer' as const,
          expires_in: issued.expiresInSeconds,
          scope: issued.scopes.join(' '),
          group: GROUPS[issued.kind],
        };
      },
    );
  };
}

/** Numbers of the wire-compatible API (admitad-api 1.1): 1 who, 2 scope, 3 anything malformed. */
const WIRE_CODES: Partial<Record<ErrorCode, number>> = { invalid_client: 1, invalid_scope: 2 };

/** OAuth2 has an error shape of its own (RFC 6749 5.2); field and remedy are added to it. Defects are left to the server. */
function answerFailure(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof RefusedRequest)) throw error;
  const { code, detail, field } = error.refusal;
  const { status, remedy } = catalogueEntry(code);
  if (status === 401) reply.header('www-authenticate', 'Basic realm="tributary"');
  const wireCode = WIRE_CODES[code] ?? 3;
  const oauth = { error: code, error_description: detail, error_code: wireCode, status_code: status };
  const body = { ...oauth, field, remedy, request_id: reply.request.id };
  return reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
}
