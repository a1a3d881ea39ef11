import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { formatInstant } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import type { AdSpace } from './model.ts';
import { adSpacesAfter } from './store.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
/** Below every id. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const adSpaceAnswer = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  traffic_type: z.string(),
  dropshipping: z.boolean(),
  status: z.enum(['pending', 'active', 'blocked', 'rejected']),
  url: z.string().nullable(),
  created_at: z.string(),
});

const adSpacePage = z.object({
  ad_spaces: z.array(adSpaceAnswer),
  next: z.string().nullable().describe('Send it as `after`.'),
});

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.uuid().or(z.literal(FIRST_ID)).default(FIRST_ID),
});

/** `GET /api/v1/ad-spaces`: the ad spaces of the caller's organisation. */
export function adSpaceRoutes(deps: { readonly db: Database }): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess('websites', 'publisher') };
    const schema = { querystring: listQuery, response: { 200: adSpacePage } };
    app.get('/api/v1/ad-spaces', { config, schema }, async (request) => {
      const { orgId } = requireCaller(request);
      const { limit, after } = request.query;
      // One more than asked tells whether there is a next page.
      const found = await deps.db.transaction({ role: 'app', org: orgId }, (tx) =>
        adSpacesAfter(tx, orgId, after, limit + 1),
      );
      const page = found.slice(0, limit);
      return { ad_spaces: page.map(shown), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
    });
  };
}

function shown(adSpace: AdSpace): z.input<typeof adSpaceAnswer> {
  return {
    id: adSpace.id,
    code: adSpace.code,
    name: adSpace.name,
    kind: adSpace.kind,
    traffic_type: adSpace.trafficType,
    dropshipping: adSpace.dropshipping,
    status: adSpace.status,
    url: adSpace.url,
    created_at: formatInstant(adSpace.createdAt),
  };
}
