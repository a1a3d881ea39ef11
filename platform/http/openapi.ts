import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { type Access, messageHeaders } from './access.ts';

/** Options that make the API's description (OpenAPI 3.1) out of the routes' own schemas; there is no second source of it. */
export function describeApi(): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tributary',
        version: '1',
        description: 'Every refusal is an RFC 9457 problem with a code of the error catalogue.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          client: { type: 'http', scheme: 'basic' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-tributary',
            description:
              'A person who is signed in. Writes need the header x-csrf-token, as GET /api/v1/session tells it.',
          },
          signature: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-signature',
            description: `Standard Webhooks: ${messageHeaders.join(', ')}; HMAC-SHA256 over id.timestamp.body.`,
          },
        },
        schemas: {
          Problem: {
            type: 'object',
            required: ['type', 'title', 'status', 'detail', 'code', 'field', 'remedy', 'request_id'],
            properties: {
              type: { type: 'string' },
              title: { type: 'string' },
              status: { type: 'integer' },
              detail: { type: 'string' },
              told: { type: 'string', description: 'The case in the language asked for, where that is not English.' },
              code: { type: 'string', description: 'A code of the error catalogue.' },
              field: { type: ['string', 'null'] },
              value: { type: 'string' },
              remedy: { type: 'string' },
              expected: {
                type: 'object',
                description: 'What the field should have been, where that is one of the usual things.',
                required: ['kind'],
                properties: { kind: { type: 'string' }, value: { type: 'string' }, count: { type: 'integer' } },
              },
              request_id: { type: 'string' },
            },
          },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform({ ...input, schema: input.schema ?? {} });
      return {
        url: input.route.config?.documentedAs ?? url,
        schema: { ...schema, ...accessOf(input.route.config?.access), response: withProblem(schema.response) },
      };
    },
  };
}

function withProblem(response: unknown): object {
  const declared = typeof response === 'object' && response !== null ? response : { 200: { description: 'Done' } };
  const problem = {
    description: 'A refusal',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return { ...declared, default: problem };
}

function accessOf(access: Access | undefined): object {
  if (access === undefined || access.kind === 'public') return { security: [] };
  const callers = access.callers.length === 0 ? 'any organisation' : access.callers.join(', ');
  const bearer = access.personOnly || access.scope === null ? [] : [{ bearer: [access.scope] }];
  const signed = access.orSigned ? [{ signature: [] }] : [];
  return { security: [...bearer, { session: [] }, ...signed], 'x-callers': callers };
}
