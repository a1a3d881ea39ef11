import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import {
  type ModeratedOrganisation,
  type OrganisationDetail,
  organisationDetail,
  organisationPage,
  organisationsQuery,
  organisationVerdict,
} from '../../contract/wire/moderation.ts';
import { sessionsEnded } from '../../contract/wire/person.ts';
import { formatAmount } from '../../core/money/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { refuse, valueOrRefuse } from '../../platform/http/index.ts';
import {
  actorNames,
  auditOf,
  endSessionsByNetwork,
  type ListedOrganisation,
  organisationsMatching,
  organisationWithOwner,
  peopleOf,
  requireCaller,
} from '../accounts/index.ts';
import type { AdSpace } from '../ad-spaces/index.ts';
import { cursorOf, pageOf } from '../conduct/index.ts';
import { partnershipsPage } from '../partnerships/index.ts';
import { programsByCodes } from '../programs/index.ts';
import { belongingsOf, consequencesOf, moderateOrganisation } from './organisations.ts';
import { config, type ModerationRoutes, SYSTEM } from './routes.ts';

const PEOPLE_MAX = 200;
const HISTORY_MAX = 50;
const APPLICATIONS_MAX = 500;

/** `/api/v1/moderation/organisations`: who is in the network, with their people; letting in, declining, blocking. */
export function organisationRoutes({ db, clock, sendMail }: ModerationRoutes): FastifyPluginAsyncZod {
  const params = z.object({ id: z.uuid() });
  return async (app) => {
    const list = { querystring: organisationsQuery, response: { 200: organisationPage } };
    app.get('/api/v1/moderation/organisations', { config, schema: list }, ({ query }) => {
      const { kind = null, status = null, text = null, sort, limit } = query;
      const before = cursorOf(query.before);
      return db.transaction(SYSTEM, async (tx) => {
        const found = await organisationsMatching(tx, { kind, status, text, sort, before, limit: limit + 1 });
        const { rows, next } = pageOf(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
        return { organisations: rows.map(shown), next };
      });
    });

    const one = { params, response: { 200: organisationDetail } };
    app.get('/api/v1/moderation/organisations/:id', { config, schema: one }, ({ params: { id } }) =>
      db.transaction(SYSTEM, (tx) => detailOf(tx, id)),
    );

    const verdict = { params, body: organisationVerdict, response: { 200: organisationDetail } };
    app.post('/api/v1/moderation/organisations/:id/status', { config, schema: verdict }, (request) => {
      const { id } = request.params;
      const { status, reason = null, from } = request.body;
      const asked = { id, status, reason, from, at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await moderateOrganisation(tx, asked));
        return detailOf(tx, id);
      });
    });

    const person = z.object({ id: z.uuid(), person: z.uuid() });
    const ended = { params: person, response: { 200: sessionsEnded } };
    app.delete('/api/v1/moderation/organisations/:id/people/:person/sessions', { config, schema: ended }, (request) => {
      const { id: orgId, person: userId } = request.params;
      const by = { actor: requireCaller(request).actor, now: clock.now() };
      return db.transaction(SYSTEM, async (tx) => {
        const count = await endSessionsByNetwork(tx, { sendMail }, { orgId, userId, ...by });
        return { ended: count ?? refuse(noPerson(userId)) };
      });
    });
  };
}

function noPerson(id: string) {
  const detail = 'The organisation has no such person.';
  return { code: 'not_found', field: 'person', value: shownValue(id), detail } as const;
}

function shown(organisation: ListedOrganisation): ModeratedOrganisation {
  const { id, kind, name, status, statusReason, createdAt, owner, members } = organisation;
  const dated = { status_reason: statusReason, created_at: formatInstant(createdAt) };
  return { id, kind, name, status, ...dated, owner, members };
}

async function detailOf(q: Queryable, id: string): Promise<OrganisationDetail> {
  const organisation = await organisationWithOwner(q, id);
  if (organisation === null) {
    const detail = 'There is no such organisation.';
    return refuse({ code: 'not_found', field: 'organisation', value: shownValue(id), detail });
  }
  const belongings = await belongingsOf(q, id);
  const stops = await consequencesOf(q, id, belongings);
  const people = await peopleOf(q, id, PEOPLE_MAX);
  const history = await auditOf(q, `organisation:${id}`, HISTORY_MAX);
  const actors = await actorNames(
    q,
    history.map(({ actor }) => actor),
  );
  return {
    ...shown(organisation),
    people: people.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      confirmed: user.confirmedAt !== null,
      created_at: formatInstant(user.createdAt),
    })),
    ad_spaces: belongings.adSpaces.map((adSpace) => ({
      id: adSpace.id,
      name: adSpace.name,
      kind: adSpace.kind,
      status: adSpace.status,
    })),
    programs: belongings.programs.map(({ code, name, status }) => ({ code, name, status })),
    applications: await applicationsOf(q, id, belongings.adSpaces),
    block_would_stop: {
      ad_spaces: stops.adSpaces,
      partnerships: stops.partnerships,
      links: stops.links,
      programs: stops.programs,
      undecided: {
        actions: stops.undecided.reduce((sum, { actions }) => sum + actions, 0),
        amounts: stops.undecided.map(({ minor, currency }) => ({
          amount: formatAmount({ minor, currency }),
          currency,
        })),
      },
    },
    history: history.map(({ at, actor, action, detail }) => {
      const reason = detail['reason'];
      return {
        at: formatInstant(at),
        actor,
        actor_name: actors.get(actor)?.name ?? null,
        action,
        reason: typeof reason === 'string' ? reason : null,
      };
    }),
  };
}

/** What became of everything that its ad spaces ever applied to. */
async function applicationsOf(
  q: Queryable,
  publisherOrg: string,
  adSpaces: readonly AdSpace[],
): Promise<OrganisationDetail['applications']> {
  if (adSpaces.length === 0) return [];
  const any = { adSpaceId: null, program: null, status: null };
  const { rows } = await partnershipsPage(q, { publisherOrg, ...any, limit: APPLICATIONS_MAX, offset: 0 });
  const programs = await programsByCodes(q, [...new Set(rows.map(({ program }) => program))]);
  const names = new Map(adSpaces.map(({ id, name }) => [id, name]));
  return rows.map(({ adSpaceId, program, status, appliedAt }) => ({
    ad_space: { id: adSpaceId, name: names.get(adSpaceId) ?? adSpaceId },
    program: { code: program, name: programs.get(program)?.name ?? program },
    status,
    applied_at: formatInstant(appliedAt),
  }));
}
