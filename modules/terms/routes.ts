import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { versionAt } from '../../core/terms/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, publicAccess, refuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { checkProgramTerms, currentPublication, termsOf } from './service.ts';

const CODE_CHARACTERS_MAX = 100;
/** The language itself reads no longer text; the HTTP body bound is a little below what escapes may add. */
const TEXT_CHARACTERS_MAX = 1_000_000;

const instant = z.string().nullable().describe('RFC 3339 in UTC; null: unbounded.');
const versionAnswer = z.object({ id: z.string(), from: instant, until: instant });

const termsAnswer = z.object({
  program: z.string(),
  publication: z.number(),
  hash: z.string().describe('SHA-256 of the text.'),
  published_at: z.string(),
  current: z.string().nullable().describe('The version that is valid now.'),
  versions: z.array(versionAnswer),
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

/** `GET /api/v1/programs/{code}/terms` for everybody and `POST …/terms/check` for the program's advertiser. */
export function termsRoutes(deps: { readonly db: Database; readonly clock: Clock }): FastifyPluginAsyncZod {
  const params = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
  return async (app) => {
    const read = { params, response: { 200: termsAnswer } };
    app.get('/api/v1/programs/:code/terms', { config: { access: publicAccess }, schema: read }, async (request) => {
      const { code } = request.params;
      const [published, terms] = await deps.db.transaction({ role: 'system' }, async (tx) => [
        await currentPublication(tx, code),
        await termsOf(tx, code),
      ]);
      if (published === null) {
        return refuse({
          code: 'not_found',
          field: 'program',
          value: code,
          detail: `There is no program ${code} with published terms.`,
        });
      }
      const { program, number, hash, publishedAt, text } = published;
      const current = terms === null ? null : (versionAt(terms, deps.clock.now())?.id ?? null);
      const versions = published.versions.map(({ id, from, until }) => ({
        id,
        from: shown(from),
        until: shown(until),
      }));
      return { program, publication: number, hash, published_at: formatInstant(publishedAt), current, versions, text };
    });

    const body = z.strictObject({ text: z.string().max(TEXT_CHARACTERS_MAX) });
    const check = { params, body, response: { 200: checkAnswer } };
    const config = { access: callerAccess('terms', 'advertiser') };
    app.post('/api/v1/programs/:code/terms/check', { config, schema: check }, async (request) => {
      const { orgId } = requireCaller(request);
      const { code } = request.params;
      const program = await deps.db.transaction({ role: 'app', org: orgId }, (tx) => programByCode(tx, code));
      if (program === null || program.advertiserOrg !== orgId) return refuse(noProgram(code));
      const { publishable, findings } = checkProgramTerms(code, request.body.text);
      return { publishable, findings: findings.map((finding) => ({ ...finding, related: [...finding.related] })) };
    });
  };
}

function shown(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
