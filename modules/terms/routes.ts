import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { versionAt } from '../../core/terms/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { callerAccess, publicAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import {
  basedOnField,
  languageQuery,
  programParams,
  publicationAnswer,
  requireProgram,
  shownPublication,
  textField,
} from './answers.ts';
import { proposalRoutes } from './proposal-routes.ts';
import { type PublishingDeps, publishOrPreview } from './proposals.ts';
import { checkProgramTerms, currentPublication, termsOf } from './service.ts';

export interface TermsRoutes extends PublishingDeps {
  readonly clock: Clock;
}

const termsAnswer = publicationAnswer.extend({
  current: z.string().nullable().describe('The version that is valid now.'),
  text: z.string().describe('The terms as published, in the terms language.'),
});

const place = z.object({ line: z.number(), column: z.number() });
const checkAnswer = z.object({
  publishable: z.boolean(),
  findings: z.array(
    z.object({
      severity: z.string(),
      code: z.string(),
      position: place,
      message: z.string(),
      remedy: z.string(),
      related: z.array(place),
    }),
  ),
});

/**
 * `GET /api/v1/programs/{code}/terms` for everybody; for the program's advertiser `POST` there to publish and `POST …/terms/check` before it;
 * `…/terms/proposals` for what reaches into the past.
 */
export function termsRoutes(deps: TermsRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const read = { params: programParams, response: { 200: termsAnswer } };
    app.get('/api/v1/programs/:code/terms', { config: { access: publicAccess }, schema: read }, async (request) => {
      const { code } = request.params;
      const [published, terms] = await deps.db.transaction({ role: 'system' }, async (tx) => [
        await currentPublication(tx, code),
        await termsOf(tx, code),
      ]);
      if (published === null) {
        const detail = `There is no program ${code} with published terms.`;
        return refuse({ code: 'not_found', field: 'program', value: code, detail });
      }
      const current = terms === null ? null : (versionAt(terms, deps.clock.now())?.id ?? null);
      return { ...shownPublication(published), current, text: published.text };
    });

    await app.register(writeRoutes(deps));
    await app.register(proposalRoutes(deps));
  };
}

function writeRoutes(deps: TermsRoutes): FastifyPluginAsyncZod {
  const config = { access: callerAccess('terms', 'advertiser') };
  return async (app) => {
    const submission = z.strictObject({ text: textField, based_on: basedOnField });
    const publish = {
      params: programParams,
      querystring: languageQuery,
      body: submission,
      response: { 200: publicationAnswer },
    };
    app.post('/api/v1/programs/:code/terms', { config, schema: publish }, async (request) => {
      const caller = requireCaller(request);
      const { code: program } = request.params;
      await requireProgram(deps.db, caller, program);
      const { text, based_on: basedOn } = request.body;
      const { language = 'en' } = request.query;
      const input = { program, text, basedOn, language, at: deps.clock.now(), actor: caller.actor };
      return shownPublication(valueOrRefuse(await publishOrPreview(deps, input)));
    });

    const body = z.strictObject({ text: textField });
    const check = { params: programParams, body, response: { 200: checkAnswer } };
    app.post('/api/v1/programs/:code/terms/check', { config, schema: check }, async (request) => {
      const { code } = request.params;
      await requireProgram(deps.db, requireCaller(request), code);
      const { publishable, findings } = checkProgramTerms(code, request.body.text);
      return { publishable, findings: findings.map((finding) => ({ ...finding, related: [...finding.related] })) };
    });
  };
}
