import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { applicationHistory } from '../../contract/wire/applications.ts';
import {
  type PartnerChanged,
  type PartnerRow,
  partnerApproval,
  partnerChanged,
  partnerDecline,
  partnersPage,
  partnersQuery,
} from '../../contract/wire/partners.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, organisationNames, requireCaller } from '../accounts/index.ts';
import { adSpacesById, heldWords, noAdSpace } from '../ad-spaces/index.ts';
import { programsByCodes } from '../programs/index.ts';
import { historyOf } from './history.ts';
import { misleadingOf } from './misleading.ts';
import type { Partnership } from './model.ts';
import { partnerManyRoutes } from './partner-many-routes.ts';
import type { ApplicationRoutes } from './routes.ts';
import { agree, approve, type Change, decline } from './service.ts';
import { declinedBy, networkFree } from './standing.ts';
import { partnershipById, partnersOfAdvertiser } from './store.ts';

const SYSTEM = { role: 'system' } as const;
const CODE_CHARACTERS_MAX = 100;

/**
 * `/api/v1/partners`: the other side of `/api/v1/applications`. Advertisers see who works for their programs and who asks to, and approve,
 * decline or agree; the operator does so for every program.
 */
export function partnerRoutes({ db, clock }: ApplicationRoutes): FastifyPluginAsyncZod {
  const config = { access: callerAccess('partners', 'advertiser', 'operator') };
  const params = z.object({ id: z.uuid(), program: z.string().max(CODE_CHARACTERS_MAX) });
  type Asked = z.output<typeof params>;
  /** A program of somebody else is told like an application that does not exist (T-14). */
  const changed = <T>(
    caller: Caller,
    { id, program }: Asked,
    work: (tx: Tx, change: Change) => Promise<T>,
    isWelcome = true,
  ): Promise<T> =>
    db.transaction(SYSTEM, async (tx) => {
      const found = await partnershipById(tx, id, program);
      if (found === null || !isFor(caller, found)) return refuse(noAdSpace(id));
      if (isWelcome && caller.kind !== 'operator') await requireNetworkFree(tx, id);
      return work(tx, { adSpaceId: id, program, at: clock.now(), actor: caller.actor });
    });
  return async (app) => {
    await app.register(partnerManyRoutes({ db, clock }));
    const list = { querystring: partnersQuery, response: { 200: partnersPage } };
    app.get('/api/v1/partners', { config, schema: list }, async (request) => {
      const caller = requireCaller(request);
      const { program = null, ad_space: adSpaceId = null, status = null, agreement, limit, offset } = request.query;
      const advertiserOrg = caller.kind === 'operator' ? null : caller.orgId;
      const withoutAgreement = agreement === 'missing';
      const asked = { advertiserOrg, program, adSpaceId, status, withoutAgreement, limit, offset };
      // Ad spaces belong to publishers, so that only the system role reads their names; whose they are decides the statement.
      return db.transaction(SYSTEM, async (tx) => {
        const { rows, total } = await partnersOfAdvertiser(tx, asked);
        return { partners: await shown(tx, rows, caller), total };
      });
    });

    const past = { params, response: { 200: applicationHistory } };
    app.get('/api/v1/partners/:id/:program/history', { config, schema: past }, async (request) => {
      const caller = requireCaller(request);
      const { id, program } = request.params;
      return db.transaction(SYSTEM, async (tx) => {
        const found = await partnershipById(tx, id, program);
        return found === null || !isFor(caller, found)
          ? refuse(noAdSpace(id))
          : { history: await historyOf(tx, found, caller) };
      });
    });

    const approval = { params, body: partnerApproval.nullish(), response: { 200: partnerChanged } };
    app.post('/api/v1/partners/:id/:program/approve', { config, schema: approval }, async (request) => {
      const from = request.body?.from;
      const take = (tx: Tx, change: Change) => approve(tx, { ...change, from });
      const joined = valueOrRefuse(await changed(requireCaller(request), request.params, take));
      return answerOf(joined[0], joined);
    });
    const yes = { params, response: { 200: partnerChanged } };
    app.post('/api/v1/partners/:id/:program/agree', { config, schema: yes }, async (request) =>
      answerOf(valueOrRefuse(await changed(requireCaller(request), request.params, agree)), []),
    );
    const no = { params, body: partnerDecline, response: { 200: partnerChanged } };
    app.post('/api/v1/partners/:id/:program/decline', { config, schema: no }, async (request) => {
      const { reason, reason_code: code, from } = request.body;
      const against = (tx: Tx, change: Change) => decline(tx, { ...change, from, reason, code });
      return answerOf(valueOrRefuse(await changed(requireCaller(request), request.params, against, false)), []);
    });
  };
}

async function requireNetworkFree(tx: Tx, adSpaceId: string): Promise<void> {
  valueOrRefuse(await networkFree(tx, adSpaceId));
}

function isFor(caller: Caller, { advertiserOrg }: Partnership): boolean {
  return caller.kind === 'operator' || caller.orgId === advertiserOrg;
}

function answerOf(partnership: Partnership | undefined, joined: readonly Partnership[]): PartnerChanged {
  if (partnership === undefined) throw new Error('an approval joins at least one program');
  const { status, agreed } = partnership;
  return { status, agreed, joined: joined.map(({ program }) => program) };
}

async function shown(
  q: Queryable,
  partnerships: readonly Partnership[],
  reader: Pick<Caller, 'kind' | 'orgId'>,
): Promise<PartnerRow[]> {
  const adSpaces = await adSpacesById(q, [...new Set(partnerships.map(({ adSpaceId }) => adSpaceId))]);
  const asked = await programsByCodes(q, [...new Set(partnerships.map(({ program }) => program))]);
  const siblings = [...asked.values()].flatMap(({ joinsAlso }) => joinsAlso);
  const programs = new Map([...(await programsByCodes(q, siblings)), ...asked]);
  const publishers = await organisationNames(
    q,
    partnerships.map(({ publisherOrg }) => publisherOrg),
  );
  const isOurs = await declinedBy(q, partnerships, reader);
  const nameOf = (code: string): string => programs.get(code)?.name ?? code;
  return partnerships.flatMap((partnership) => {
    const adSpace = adSpaces.get(partnership.adSpaceId);
    if (adSpace === undefined) return [];
    const { publisherOrg, program: code } = partnership;
    return [
      {
        program: { code, name: nameOf(code) },
        publisher: { id: publisherOrg, name: publishers.get(publisherOrg) ?? '' },
        ad_space: {
          id: adSpace.id,
          code: adSpace.code,
          name: adSpace.name,
          kind: adSpace.kind,
          url: adSpace.url,
          description: adSpace.description,
          status: adSpace.status,
          proven: adSpace.proof.provenAt !== null,
          dropshipping: adSpace.dropshipping,
          rewards: adSpace.rewards,
          brand_words: [...heldWords(adSpace, 'false_association')],
        },
        misleading: misleadingOf(adSpace, partnership),
        joins_also: (programs.get(code)?.joinsAlso ?? []).map(nameOf),
        ...standing(partnership),
        reopenable: isOurs(partnership),
      },
    ];
  });
}

function standing(partnership: Partnership) {
  const { agreementNeeded, agreed, verdict, joinedAt } = partnership;
  const agreement = !agreementNeeded ? ('not_needed' as const) : agreed ? ('given' as const) : ('missing' as const);
  return {
    status: partnership.status,
    traffic_kind: partnership.trafficType,
    agreement,
    justification: partnership.justification,
    applied_at: formatInstant(partnership.appliedAt),
    joined_at: joinedAt === null ? null : formatInstant(joinedAt),
    joined_through: partnership.joinedThrough,
    verdict:
      verdict === null
        ? null
        : { reason: verdict.reason, reason_code: verdict.code ?? null, at: formatInstant(verdict.at) },
  };
}
