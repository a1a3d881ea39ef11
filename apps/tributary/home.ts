import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { publicAccess } from '../../platform/http/index.ts';

const homeAnswer = z.object({
  name: z.literal('Tributary'),
  api_description: z.string(),
  programs: z.string(),
  token: z.string(),
  health: z.string(),
});

/** What somebody finds who opens the bare address: where to go on. */
export const homeRoutes: FastifyPluginAsyncZod = async (app) => {
  const schema = { description: 'Where to go on from here.', response: { 200: homeAnswer } };
  app.get('/', { config: { access: publicAccess }, schema }, () => ({
    name: 'Tributary' as const,
    api_description: '/api/openapi.json',
    programs: '/api/v1/programs',
    token: '/api/token/',
    health: '/health',
  }));
};
