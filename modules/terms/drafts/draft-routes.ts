import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  basedOnField,
  draftAnswer,
  draftChange,
  languageQuery,
  previewAnswer,
  programParams,
  textField,
  workspaceAnswer,
} from '../../../contract/wire/terms.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { callerAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../../accounts/index.ts';
import { requireProgram, shownProposal, shownTerms } from '../answers.ts';
import { currentPublication, termsOf } from '../service.ts';
import { openProposal } from '../store.ts';
import { deleteDraft, draftOf, saveDraft, type TermsDraft } from './draft-store.ts';
import { previewTerms } from './preview.ts';
import { starterText } from './starter.ts';

const SYSTEM = { role: 'system' } as const;

/** `…/terms/workspace`, `…/terms/draft`, `…/terms/preview`: what somebody who writes terms needs before they are published. */
export function draftRoutes({ db, clock }: { readonly db: Database; readonly clock: Clock }): FastifyPluginAsyncZod {
  const config = { access: callerAccess('terms', 'advertiser') };
  return async (app) => {
    const open = { params: programParams, response: { 200: workspaceAnswer } };
    app.get('/api/v1/programs/:code/terms/workspace', { config, schema: open }, async (request) => {
      const caller = requireCaller(request);
      const program = await requireProgram(db, caller, request.params.code);
      const { code, name, status, timeZone } = program;
      const now = clock.now();
      return db.transaction(SYSTEM, async (tx) => {
        const published = await currentPublication(tx, code);
        const draft = await draftOf(tx, code, caller.actor);
        const proposal = await openProposal(tx, code);
        const promise = { notice_days: program.termsNoticeDays, need_two: program.termsNeedTwo };
        return {
          program: { code, name, status, time_zone: timeZone, ...promise },
          current: published === null ? null : shownTerms(published, await termsOf(tx, code), now),
          draft: draft === null ? null : shownDraft(draft),
          starter: starterText(program),
          open_proposal: proposal === null ? null : shownProposal(proposal),
          now: formatInstant(now),
        };
      });
    });

    const save = { params: programParams, body: draftChange, response: { 200: draftAnswer } };
    app.put('/api/v1/programs/:code/terms/draft', { config, schema: save }, async (request) => {
      const caller = requireCaller(request);
      const { code, advertiserOrg } = await requireProgram(db, caller, request.params.code);
      const { text, based_on: basedOn, revision } = request.body;
      const author = caller.actor;
      const given = { text, basedOn, revision, savedAt: clock.now() };
      return db.transaction(SYSTEM, async (tx) => {
        const saved = await saveDraft(tx, { program: code, author, advertiserOrg }, given);
        return saved === null ? refuse(draftConflict(revision, await draftOf(tx, code, author))) : shownDraft(saved);
      });
    });

    const drop = { params: programParams, response: { 204: z.null() } };
    app.delete('/api/v1/programs/:code/terms/draft', { config, schema: drop }, async (request, reply) => {
      const caller = requireCaller(request);
      const { code } = await requireProgram(db, caller, request.params.code);
      await db.transaction(SYSTEM, (tx) => deleteDraft(tx, code, caller.actor));
      return reply.code(204).send(null);
    });

    const body = z.strictObject({ text: textField, based_on: basedOnField });
    const preview = { params: programParams, querystring: languageQuery, body, response: { 200: previewAnswer } };
    app.post('/api/v1/programs/:code/terms/preview', { config, schema: preview }, async (request) => {
      const program = await requireProgram(db, requireCaller(request), request.params.code);
      const { text, based_on: basedOn } = request.body;
      const { language = 'en' } = request.query;
      return db.transaction(SYSTEM, (tx) => previewTerms(tx, program, { text, basedOn, language, at: clock.now() }));
    });
  };
}

function shownDraft({ text, basedOn, revision, savedAt }: TermsDraft) {
  return { text, based_on: basedOn, revision, saved_at: formatInstant(savedAt) };
}

function draftConflict(seen: number, there: TermsDraft | null) {
  const present = there?.revision ?? 0;
  const when = there === null ? 'it is gone' : `it was saved ${formatInstant(there.savedAt)}`;
  const detail = `You have seen revision ${seen}; the draft is at ${present}: ${when}.`;
  return {
    code: 'draft_conflict',
    field: 'revision',
    value: String(seen),
    detail,
    extra: { revision: present },
  } as const;
}
