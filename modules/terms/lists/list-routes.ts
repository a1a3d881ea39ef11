import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listFile, listFileAnswer, programParams } from '../../../contract/wire/terms.ts';
import { planListChange } from '../../../core/terms/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../../accounts/index.ts';
import { requireProgram } from '../answers.ts';
import { readListFile } from './list-file.ts';

/** The text, a file, and what escapes may add to both. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** People look through these before they take the file; more is seen in the text. */
const SHOWN_MAX = 200;

/** `…/terms/lists`: a file with stores, products or ad spaces, tried on a text before somebody takes it into his draft (S-055, S-056, S-059). */
export function listRoutes({ db }: { readonly db: Database }): FastifyPluginAsyncZod {
  const config = { access: callerAccess('terms', 'advertiser') };
  const schema = { params: programParams, body: listFile, response: { 200: listFileAnswer } };
  return async (app) => {
    app.post('/api/v1/programs/:code/terms/lists', { config, schema, bodyLimit: BODY_BYTES_MAX }, async (request) => {
      const { body } = request;
      await requireProgram(db, requireCaller(request), request.params.code);
      const rows = valueOrRefuse(readListFile(body.file));
      if (body.missing === 'end' && body.from === null) {
        const detail = 'Entries that the file does not name end at this time; expected a date such as 2022-06-01.';
        return refuse({ code: 'field_required', field: 'from', detail });
      }
      const change = planListChange(body.text, body.list, rows, body);
      if (change === null) {
        const detail = `The text has no list ${body.list} that can be read.`;
        return refuse({ code: 'not_found', field: 'list', value: body.list, detail });
      }
      const { text, added, ended, present, refused } = change;
      const changes = [
        ...ended.map((id) => ({ id, becomes: 'ended' as const })),
        ...added.map((id) => ({ id, becomes: 'added' as const })),
      ];
      return {
        text,
        rows: rows.length,
        added: added.length,
        ended: ended.length,
        present,
        refused: refused.length,
        changes: changes.slice(0, SHOWN_MAX),
        findings: refused.slice(0, SHOWN_MAX),
      };
    });
  };
}
