import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  basedOnField,
  checkAnswer,
  languageQuery,
  programParams,
  publishedAnswer,
  termsAnswer,
  textField,
  versionList,
} from '../../contract/wire/terms.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { callerAccess, publicAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { isBeforeApproval, noProgram, programByCode } from '../programs/index.ts';
import { requireProgram, shownProblem, shownPublication, shownTerms, warningsOf } from './answers.ts';
import { type BacktestDeps, backtestRoutes } from './backtests/backtest-routes.ts';
import { draftRoutes } from './drafts/draft-routes.ts';
import { listRoutes } from './lists/list-routes.ts';
import { proposalRoutes } from './proposals/proposal-routes.ts';
import { type PublishingDeps, publishOrPreview } from './proposals/proposals.ts';
import { checkProgramTerms, currentPublication, termsOf } from './service.ts';
import { versionsTold } from './versions.ts';

export interface TermsRoutes extends PublishingDeps, BacktestDeps {
  readonly clock: Clock;
}

/**
 * `GET /api/v1/programs/{code}/terms` for everybody; for the program's advertiser `POST` there to publish and `POST …/terms/check` before it;
 * `…/terms/proposals` for what reaches into the past.
 */
export function termsRoutes(deps: TermsRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: publicAccess };
    const read = { params: programParams, response: { 200: termsAnswer } };
    app.get('/api/v1/programs/:code/terms', { config, schema: read }, async (request) => {
      const { code } = request.params;
      return deps.db.transaction({ role: 'system' }, async (tx) => {
        const program = await programByCode(tx, code);
        const published = await currentPublication(tx, code);
        if (program !== null && !isBeforeApproval(program) && published !== null)
          return shownTerms(published, await termsOf(tx, code), deps.clock.now());
        const detail = `There is no program ${code} with published terms.`;
        return refuse({ code: 'not_found', field: 'program', value: code, detail });
      });
    });

    const told = { params: programParams, querystring: languageQuery, response: { 200: versionList } };
    app.get('/api/v1/programs/:code/terms/versions', { config, schema: told }, async (request) => {
      const { code } = request.params;
      const { language = 'en' } = request.query;
      return deps.db.transaction({ role: 'system' }, async (tx) => {
        const program = await programByCode(tx, code);
        if (program === null || isBeforeApproval(program)) return refuse(noProgram(code));
        return versionsTold(tx, code, { at: deps.clock.now(), language });
      });
    });

    await app.register(writeRoutes(deps));
    await app.register(proposalRoutes(deps));
    await app.register(draftRoutes(deps));
    await app.register(listRoutes(deps));
    await app.register(backtestRoutes(deps));
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
      response: { 200: publishedAnswer },
    };
    app.post('/api/v1/programs/:code/terms', { config, schema: publish }, async (request) => {
      const caller = requireCaller(request);
      const { code: program } = request.params;
      const known = await requireProgram(deps.db, caller, program);
      const { text, based_on: basedOn } = request.body;
      const { language = 'en' } = request.query;
      const at = deps.clock.now();
      const input = { program, text, basedOn, language, at, actor: caller.actor };
      const published = shownPublication(valueOrRefuse(await publishOrPreview(deps, input)));
      return { ...published, warnings: await warningsOf(deps.db, known, text, at) };
    });

    const body = z.strictObject({ text: textField });
    const check = { params: programParams, body, response: { 200: checkAnswer } };
    app.post('/api/v1/programs/:code/terms/check', { config, schema: check }, async (request) => {
      const { code } = request.params;
      const program = await requireProgram(deps.db, requireCaller(request), code);
      const { publishable, findings } = await deps.db.transaction({ role: 'system' }, (tx) =>
        checkProgramTerms(tx, program, request.body.text, deps.clock.now()),
      );
      return { publishable, findings: findings.map(shownProblem) };
    });
  };
}
