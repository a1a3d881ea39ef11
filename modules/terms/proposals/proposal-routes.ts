import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  basedOnField,
  languageQuery,
  programParams,
  proposalAnswer,
  proposalDetail,
  proposalList,
  proposedAnswer,
  publicationAnswer,
  reasonField,
  textField,
} from '../../../contract/wire/terms.ts';
import { checkText, type DiffLocale, diffTerms } from '../../../core/terms/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import { type Caller, requireCaller } from '../../accounts/index.ts';
import { tellIn } from '../../programs/index.ts';
import { requireProgram, shownProposal, shownPublication, warningsOf } from '../answers.ts';
import type { TermsProposal } from '../model.ts';
import { termsOfPublication } from '../service.ts';
import { proposalById, proposalsOf } from '../store.ts';
import { approveProposal, declineProposal, noProposal, type PublishingDeps, proposeTerms } from './proposals.ts';

/** The latest proposals that a list shows; each program has one open at a time. */
const LISTED_MAX = 100;

const SENTENCES_MAX = 300;

const SYSTEM = { role: 'system' } as const;

const proposal = z.strictObject({ text: textField, based_on: basedOnField.min(1), reason: reasonField });
const verdict = z.strictObject({ reason: reasonField });

/**
 * `/api/v1/programs/{code}/terms/proposals`: texts that need a second yes. The program's advertiser proposes; a second person of it approves,
 * or the operator of the network where the text changes what is already valid. Both may decline; the advertiser so takes its proposal back.
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
      response: { 201: proposedAnswer },
    };
    const config = { access: callerAccess('terms', 'advertiser') };
    app.post('/api/v1/programs/:code/terms/proposals', { config, schema: propose }, async (request, reply) => {
      const caller = requireCaller(request);
      const { code: program } = request.params;
      const known = await requireProgram(db, caller, program);
      const { text, based_on: basedOn, reason } = request.body;
      const { language = 'en' } = request.query;
      const by = { at: clock.now(), actor: caller.actor, orgId: caller.orgId };
      const made = await proposeTerms(deps, { program, text, basedOn, reason, language, ...by });
      const proposed = shownProposal(valueOrRefuse(made));
      return reply.code(201).send({ ...proposed, warnings: await warningsOf(db, known, text, by.at) });
    });

    const list = { params: programParams, response: { 200: proposalList } };
    app.get('/api/v1/programs/:code/terms/proposals', { config: both, schema: list }, async (request) => {
      const { code } = request.params;
      await requireProgram(db, requireCaller(request), code);
      const found = await db.transaction(SYSTEM, (tx) => proposalsOf(tx, code, LISTED_MAX));
      return { proposals: found.map(shownProposal) };
    });

    const params = programParams.extend({ id: z.uuid() });
    const one = { params, querystring: languageQuery, response: { 200: proposalDetail } };
    app.get('/api/v1/programs/:code/terms/proposals/:id', { config: both, schema: one }, async (request) => {
      const { code, id } = request.params;
      const caller = requireCaller(request);
      const known = await requireProgram(db, caller, code);
      const { language = 'en' } = request.query;
      const found = await db.transaction(SYSTEM, async (tx) => {
        const proposal = await proposalById(tx, code, id);
        return proposal === null ? null : { proposal, changes: await proposedChanges(tx, proposal, language) };
      });
      if (found === null) return refuse(noProposal(id));
      const { proposal, changes } = found;
      const own = proposal.proposedBy.actor === caller.actor;
      const { text } = proposal;
      return {
        ...shownProposal(proposal),
        text,
        changes,
        own,
        warnings: await warningsOf(db, known, text, clock.now()),
      };
    });
  };
}

/** Against the publication that it changes. */
async function proposedChanges(tx: Tx, proposal: TermsProposal, language: DiffLocale): Promise<string[] | null> {
  const base = await termsOfPublication(tx, proposal.program, proposal.basedOn);
  const { terms } = checkText(proposal.text);
  return base === null || terms === null
    ? null
    : diffTerms(base, terms, language, tellIn(language)).slice(0, SENTENCES_MAX);
}

function judging({ db, clock, onPublished }: PublishingDeps & { readonly clock: Clock }): FastifyPluginAsyncZod {
  const params = programParams.extend({ id: z.uuid() });
  const given = (caller: Caller, asked: { readonly code: string; readonly id: string }, reason: string) => {
    const by = { actor: caller.actor, orgId: caller.orgId, at: clock.now() };
    return { program: asked.code, id: asked.id, reason, ...by };
  };
  const both = { access: callerAccess('terms', 'advertiser', 'operator') };
  return async (app) => {
    const approved = z.object({ proposal: proposalAnswer, publication: publicationAnswer });
    const approve = { params, body: verdict, response: { 200: approved } };
    app.post(
      '/api/v1/programs/:code/terms/proposals/:id/approve',
      { config: both, schema: approve },
      async (request) => {
        const caller = requireCaller(request);
        await requireProgram(db, caller, request.params.code);
        const yes = given(caller, request.params, request.body.reason);
        const approving = await db.transaction(SYSTEM, async (tx) => {
          const approved = await approveProposal(tx, yes);
          if (approved.ok) await onPublished?.(tx, approved.value.publication);
          return approved;
        });
        const done = valueOrRefuse(approving);
        return { proposal: shownProposal(done.proposal), publication: shownPublication(done.publication) };
      },
    );

    const decline = { params, body: verdict, response: { 200: proposalAnswer } };
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
