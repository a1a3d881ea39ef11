import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type OrganisationProfile, organisationChange, organisationProfile } from '../../../contract/wire/members.ts';
import { formatInstant } from '../../../core/time/index.ts';
import { personAccess } from '../../../platform/http/index.ts';
import { requireSession } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import type { Organisation, User } from '../model.ts';
import { lockOrganisation, renameOrganisation } from '../person/store.ts';
import { recordAudit } from '../service.ts';

const tags = ['people'];
const config = { access: personAccess('people') };

/** What an organisation says of itself. */
export function organisationRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/organisation', { config, schema: { tags, response: { 200: organisationProfile } } }, (request) =>
      profileOf(requireSession(request).organisation),
    );
    app.patch(
      '/api/v1/organisation',
      { config, schema: { tags, body: organisationChange, response: { 200: organisationProfile } } },
      (request) => rename(deps, requireSession(request).user, request.body.name),
    );
  };
}

function rename(deps: PeopleDeps, { id, orgId }: User, name: string): Promise<OrganisationProfile> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    const before = await lockOrganisation(tx, orgId);
    if (before === null) throw new Error(`organisation ${orgId} of a person is not there`);
    await renameOrganisation(tx, orgId, name);
    const record = { at: deps.clock.now(), orgId, actor: `user:${id}`, subject: `organisation:${orgId}` };
    await recordAudit(tx, { ...record, action: 'organisation.renamed', detail: { before: before.name, after: name } });
    return profileOf({ ...before, name });
  });
}

function profileOf({ id, name, kind, status, createdAt }: Organisation): OrganisationProfile {
  return { id, name, kind, status, created_at: formatInstant(createdAt) };
}
