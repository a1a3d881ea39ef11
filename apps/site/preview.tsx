import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Caller, requireCaller } from '../../modules/accounts/index.ts';
import { isBeforeApproval, noProgram, type Program } from '../../modules/programs/index.ts';
import { callerAccess, pageLanguages, refuse } from '../../platform/http/index.ts';
import type { SiteDeps } from './deps.ts';
import { sendPassing, visitOfRequest } from './frame/answer.ts';
import { type ProgramFacts, programFacts } from './program/facts.ts';
import { ProgramPage } from './program/page.tsx';

const params = z.object({ code: z.string().max(100) });
/** As the filter of the page sends it; what means nothing there means nothing here. */
const chosen = z.string().max(100).default('');
const querystring = z.strictObject({
  locale: z.enum(pageLanguages).default('en'),
  kind: chosen,
  size: chosen,
  creative_language: chosen,
});

/**
 * `GET /api/v1/programs/{code}/page/preview`: the page of a program as it would be with all drafts published, whatever its state; for the
 * program's advertiser and operators.
 */
export function previewRoutes(deps: SiteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess('programs', 'advertiser', 'operator') };
    const schema = { params, querystring, hide: true };
    app.get('/api/v1/programs/:code/page/preview', { config, schema }, async (request, reply) => {
      const { code } = request.params;
      const { locale, kind, size, creative_language: creativeLanguage } = request.query;
      const facts = await programFacts(deps, code, locale, { withDrafts: true });
      // A foreign program is told like one that does not exist (T-14).
      if (facts === null || !writes(requireCaller(request), facts.program)) return refuse(noProgram(code));
      const visit = {
        ...visitOfRequest(deps, request, `/${locale}`),
        ...{ path: `/programs/${code}`, query: '', isPreview: true },
        addressIn: (language: string) => `/api/v1/programs/${code}/page/preview?locale=${language}`,
      };
      return sendPassing(
        reply.header('x-robots-tag', 'noindex'),
        200,
        <ProgramPage visit={visit} facts={asOffered(facts)} filter={{ kind, size, creativeLanguage }} />,
      );
    });
  };
}

/** A program that nobody has approved yet is shown as it will be. */
function asOffered(facts: ProgramFacts): ProgramFacts {
  const { program } = facts;
  return isBeforeApproval(program) ? { ...facts, program: { ...program, status: 'active' } } : facts;
}

function writes({ kind, orgId }: Caller, { advertiserOrg }: Program): boolean {
  return kind === 'operator' || advertiserOrg === orgId;
}
