import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../../platform/clock/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import {
  basedOnField,
  languageQuery,
  programParams,
  proposalAnswer,
  publicationAnswer,
  reasonField,
  requireProgram,
  shownProposal,
  shownPublication,
  textField,
} from './answers.ts';
import { approveProposal, declineProposal, noProposal, type PublishingDeps, proposeTerms } from './proposals.ts';
import { proposalById, proposalsOf } from './store.ts';

/** The latest proposals that a list shows; each program has one open at a time. */
const LISTED_MAX = 100;

const SYSTEM = { role: 'system' } as const;

const proposal = z.strictObject({ text: textField, based_on: basedOnField.min(1), reason: reasonField });
const verdict = z.strictObject({ reason: reasonField });

/**
 * `/api/v1/programs/{code}/terms/proposals`: texts that change what is already valid. The program's advertiser proposes, the operator of the
 * network approves or declines; the advertiser may take its proposal back.
 */
export function proposalRoutes(deps: PublishingDeps & { readonly clock: Clock }): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(proposing(deps));
    await app.register(judging(deps));
  };
}

function proposing(deps: PublishingDeps & { readonly clock: Clock }): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  const both = { access: callerAccess('terms', 'advertiser', 'operator') };
  return async (app) => {
    const propose = {
      params: programParams,
      querystring: languageQuery,
      body: proposal,
      response: { 201: proposalAnswer },
    };
    const config = { access: callerAccess('terms', 'advertiser') };
    app.post('/api/v1/programs/:code/terms/proposals', { config, schema: propose }, async (request, reply) => {
      const caller = requireCaller(request);
      const { code: program } = request.params;
      await requireProgram(db, caller, program);
      const { text, based_on: basedOn, reason } = request.body;
      const { language = 'en' } = request.query;
      const by = { at: clock.now(), actor: caller.actor, orgId: caller.orgId };
      const made = await proposeTerms(deps, { program, text, basedOn, reason, language, ...by });
      return reply.code(201).send(shownProposal(valueOrRefuse(made)));
    });

    const list = { params: programParams, response: { 200: z.object({ proposals: z.array(proposalAnswer) }) } };
    app.get('/api/v1/programs/:code/terms/proposals', { config: both, schema: list }, async (request) => {
      const { code } = request.params;
      await requireProgram(db, requireCaller(request), code);
      const found = await db.transaction(SYSTEM, (tx) => proposalsOf(tx, code, LISTED_MAX));
      return { proposals: found.map(shownProposal) };
    });

    const params = programParams.extend({ id: z.uuid() });
    const one = { params, response: { 200: proposalAnswer.extend({ text: z.string() }) } };
    app.get('/api/v1/programs/:code/terms/proposals/:id', { config: both, schema: one }, async (request) => {
      const { code, id } = request.params;
      await requireProgram(db, requireCaller(request), code);
      const found = await db.transaction(SYSTEM, (tx) => proposalById(tx, code, id));
      return found === null ? refuse(noProposal(id)) : { ...shownProposal(found), text: found.text };
    });
  };
}

function judging({ db, clock }: PublishingDeps & { readonly clock: Clock }): FastifyPluginAsyncZod {
  const params = programParams.extend({ id: z.uuid() });
  const given = (caller: Caller, asked: { readonly code: string; readonly id: string }, reason: string) => {
    const by = { actor: caller.actor, orgId: caller.orgId, at: clock.now() };
    return { program: asked.code, id: asked.id, reason, ...by };
  };
  return async (app) => {
    const approved = z.object({ proposal: proposalAnswer, publication: publicationAnswer });
    const approve = { params, body: verdict, response: { 200: approved } };
    const operator = { access: callerAccess('terms', 'operator') };
    app.post(
      '/api/v1/programs/:code/terms/proposals/:id/approve',
      { config: operator, schema: approve },
      async (request) => {
        const caller = requireCaller(request);
        await requireProgram(db, caller, request.params.code);
        const yes = given(caller, request.params, request.body.reason);
        const done = valueOrRefuse(await db.transaction(SYSTEM, (tx) => approveProposal(tx, yes)));
        return { proposal: shownProposal(done.proposal), publication: shownPublication(done.publication) };
      },
    );

    const decline = { params, body: verdict, response: { 200: proposalAnswer } };
    const both = { access: callerAccess('terms', 'advertiser', 'operator') };
    app.post(
      '/api/v1/programs/:code/terms/proposals/:id/decline',
      { config: both, schema: decline },
      async (request) => {
        const caller = requireCaller(request);
        await requireProgram(db, caller, request.params.code);
        const no = given(caller, request.params, request.body.reason);
        return shownProposal(valueOrRefuse(await db.transaction(SYSTEM, (tx) => declineProposal(tx, no))));
      },
    );
  };
}
