import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ErrorLanguage, type Result, rowRefusalOf, shownValue } from '../../contract/errors/index.ts';
import {
  type CatalogueFileAnswer,
  catalogueFileAnswer,
  catalogueFileKinds,
  catalogueFileQuery,
} from '../../contract/wire/catalogue-files.ts';
import { formatInstant } from '../../core/time/index.ts';
import { rowsAbout } from '../../platform/files/index.ts';
import { answerWatched, callerAccess, chosenLanguage, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { noProgram, type Program, programByCode } from '../programs/index.ts';
import { termsOf } from '../terms/index.ts';
import { importProducts } from './import-products.ts';
import { importRates } from './import-rates.ts';
import type { ImportFile, ImportReport, RowFinding } from './model.ts';
import type { CatalogueRoutes } from './routes.ts';

const SYSTEM = { role: 'system' } as const;
/** Some 100,000 rows; what is larger goes by the command line, which reads it as a stream. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const FILE_TYPES = [
  'text/csv',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/jsonl',
];
const FINDINGS_SHOWN_MAX = 200;

/** `POST /api/v1/programs/{code}/catalogue/products` and `…/rates`: a file, tried first (`mode=preview`) and then stored. */
export function catalogueFileRoutes({ db, clock }: CatalogueRoutes): FastifyPluginAsyncZod {
  const config = { access: callerAccess('products', 'advertiser', 'operator') };
  const params = z.object({ code: z.string().max(100), kind: z.enum(catalogueFileKinds) });
  return async (app) => {
    app.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    const schema = { params, querystring: catalogueFileQuery, response: { 200: catalogueFileAnswer } };
    app.post(
      '/api/v1/programs/:code/catalogue/:kind',
      { config, schema, bodyLimit: FILE_BYTES_MAX },
      async (request, reply) => {
        const caller = requireCaller(request);
        const { code, kind } = request.params;
        const { mode, at, missing, gone = null, again } = request.query;
        const isPreview = mode === 'preview';
        const language = chosenLanguage(request.headers);
        if (missing === 'end' && !isPreview && gone === null) {
          const detail = 'gone: expected how many the preview counted that the file does not name.';
          refuse({ code: 'field_required', field: 'gone', detail });
        }
        const { program, terms } = await db.transaction(SYSTEM, async (tx) => {
          const found = valueOrRefuse(ownOf(caller, code, await programByCode(tx, code)));
          return { program: found, terms: await termsOf(tx, code) };
        });
        const work = async (onProgress: (rows: number) => void) => {
          const findings: RowFinding[] = [];
          const file: ImportFile = {
            format: null,
            stream: chunksOf(request.body),
            at: at === undefined ? null : Date.parse(at),
            author: caller.actor,
            dryRun: isPreview,
            again: again === 'true',
            ...(missing === 'end' ? { endMissing: { expected: isPreview ? null : gone } } : {}),
            onFinding: (finding) => findings.push(finding),
            onProgress,
          };
          const report =
            kind === 'products'
              ? await importProducts(db, clock, { ...file, program })
              : await importRates(db, clock, { ...file, program, terms });
          return answerOf(valueOrRefuse(report), findings, { language, isApplied: !isPreview });
        };
        return answerWatched(request, reply, {
          schema: catalogueFileAnswer,
          total: Buffer.isBuffer(request.body) ? rowsAbout(request.body) : null,
          work,
        });
      },
    );
  };
}

/** A foreign program is told like one that does not exist (T-14). */
function ownOf(caller: Caller, code: string, program: Program | null): Result<Program> {
  const isOwn = program !== null && (caller.kind === 'operator' || program.advertiserOrg === caller.orgId);
  return isOwn ? { ok: true, value: program } : { ok: false, error: noProgram(code) };
}

async function* chunksOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (Buffer.isBuffer(body)) yield body;
}

interface Answering {
  readonly language: ErrorLanguage;
  readonly isApplied: boolean;
}

function answerOf(report: ImportReport, findings: readonly RowFinding[], how: Answering): CatalogueFileAnswer {
  const { alreadyApplied, goneFirst, ...counts } = report;
  const { language, isApplied } = how;
  const byLine = findings.toSorted((a, b) => a.line - b.line).slice(0, FINDINGS_SHOWN_MAX);
  return {
    ...counts,
    gone_first: goneFirst.map((id) => shownValue(id)),
    stored: isApplied && alreadyApplied === undefined,
    findings: byLine.map(({ severity, line, ...refusal }) => ({ severity, line, ...rowRefusalOf(refusal, language) })),
    already_applied_at: alreadyApplied === undefined ? null : formatInstant(alreadyApplied.at),
  };
}
