import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type DeskRow,
  deskPage,
  deskQuery,
  handleBody,
  handledAnswer,
  type OrderSelection,
  orderFileQuery,
} from '../../../contract/wire/order-desk.ts';
import { formatDecimal } from '../../../core/money/decimal.ts';
import { dayInterval, formatInstant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { rowsAbout } from '../../../platform/files/index.ts';
import { answerWatched, callerAccess, chosenLanguage, refuse, valueOrRefuse } from '../../../platform/http/index.ts';
import { type Caller, requireCaller } from '../../accounts/index.ts';
import { adSpacesById } from '../../ad-spaces/index.ts';
import { noProgram, type Program, programByCode } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import { orderName } from '../model.ts';
import { amountOf, handleFile, handleSelection, recordsWithDecisions } from './desk.ts';
import { countSelected, type SelectedOrder, type Selection, selectOrders } from './desk-store.ts';

const SYSTEM = { role: 'system' } as const;
/** Some 100,000 rows; what is larger goes by the command line, which reads it as a stream. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const FILE_TYPES = [
  'text/csv',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/xml',
  'text/xml',
];
/** Of orders of several programs. */
const NO_ZONE = 'UTC';

/**
 * The daily work of an advertiser with its orders: `GET /api/v1/order-desk` finds them, `POST …/handle` says the same of many, and
 * `POST …/{program}/files` reads a file; both can be tried before. One order alone is told by `POST …/orders/{id}/events`.
 */
export function orderDeskRoutes(deps: OrdersDeps): FastifyPluginAsyncZod {
  const config = { access: callerAccess('orders', 'advertiser', 'operator') };
  return async (app) => {
    app.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    const list = { querystring: deskQuery, response: { 200: deskPage } };
    app.get('/api/v1/order-desk', { config, schema: list }, async (request) => {
      const { limit, offset, ...asked } = request.query;
      const caller = requireCaller(request);
      // Names of ad spaces belong to publishers: only the system role reads them; the selection says whose orders these are.
      return deps.db.transaction(SYSTEM, async (tx) => {
        const program = asked.program === undefined ? null : await programByCode(tx, asked.program);
        const selection = selectionOf(caller, asked, program);
        const found = await selectOrders(tx, selection, { limit, offset });
        return { orders: await shownRows(deps, tx, found), total: await countSelected(tx, selection) };
      });
    });

    const many = { body: handleBody, response: { 200: handledAnswer } };
    app.post('/api/v1/order-desk/handle', { config, schema: many }, async (request, reply) => {
      const caller = requireCaller(request);
      const { selection, verdict, reason, expected = null } = request.body;
      if (verdict !== 'approved' && reason === '') {
        const detail = `reason: expected why the orders are ${verdict}; the publishers read it.`;
        refuse({ code: 'field_required', field: 'reason', detail });
      }
      const program = await ownProgram(deps, caller, selection.program);
      const language = chosenLanguage(request.headers);
      const said = { program, actor: caller.actor, language, verdict, reason, expected, isPreview: expected === null };
      const asked = { ...said, selection: selectionOf(caller, selection, program) };
      const work = async (onProgress: (rows: number) => void) =>
        valueOrRefuse(await handleSelection(deps, { ...asked, onProgress }));
      return answerWatched(request, reply, { schema: handledAnswer, total: expected, work });
    });

    const params = z.object({ program: z.string().max(100) });
    const file = { params, querystring: orderFileQuery, response: { 200: handledAnswer } };
    app.post(
      '/api/v1/order-desk/:program/files',
      { config, schema: file, bodyLimit: FILE_BYTES_MAX },
      async (request, reply) => {
        const caller = requireCaller(request);
        const program = await ownProgram(deps, caller, request.params.program);
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const language = chosenLanguage(request.headers);
        const asked = { program, actor: caller.actor, language, isPreview: request.query.mode === 'preview' };
        const file = { name: request.query.name, bytes };
        const work = async (onProgress: (rows: number) => void) =>
          valueOrRefuse(await handleFile(deps, { ...asked, onProgress }, file));
        return answerWatched(request, reply, { schema: handledAnswer, total: rowsAbout(bytes), work });
      },
    );
  };
}

/** A foreign program is told like one that does not exist (T-14). */
async function ownProgram(deps: OrdersDeps, caller: Caller, code: string): Promise<Program> {
  const program = await deps.db.transaction(SYSTEM, (tx) => programByCode(tx, code));
  const isOwn = program !== null && (caller.kind === 'operator' || program.advertiserOrg === caller.orgId);
  return isOwn ? program : refuse(noProgram(code));
}

/** Days are those of the program, as people read them beside its orders. */
function selectionOf(
  caller: Caller,
  asked: OrderSelection & { readonly order_ids?: readonly string[] | undefined },
  program: Program | null,
): Selection {
  const { since, until } = asked;
  const zone = program?.timeZone ?? NO_ZONE;
  return {
    // Orders are found by their advertiser, which an operator names by a program.
    advertiserOrg: caller.kind === 'operator' ? (program?.advertiserOrg ?? null) : caller.orgId,
    program: asked.program ?? null,
    status: asked.status ?? null,
    adSpaceId: asked.ad_space ?? null,
    since: since === undefined ? null : dayInterval(since, zone).from,
    until: until === undefined ? null : dayInterval(until, zone).until,
    orderId: asked.order_id ?? null,
    orderIds: asked.order_ids ?? null,
    handledIn: asked.handled_in ?? null,
  };
}

async function shownRows(deps: OrdersDeps, q: Queryable, found: readonly SelectedOrder[]): Promise<DeskRow[]> {
  const { records, decisions } = await recordsWithDecisions(deps, q, found);
  const adSpaces = await adSpacesById(q, [...new Set(found.flatMap(({ adSpaceId }) => adSpaceId ?? []))]);
  return found.flatMap((ref) => {
    const name = orderName(ref);
    const record = records.get(name);
    if (record === undefined) return [];
    const decision = decisions.get(name) ?? null;
    const adSpace = ref.adSpaceId === null ? undefined : adSpaces.get(ref.adSpaceId);
    return [
      {
        program: record.program,
        order_id: record.orderId,
        ordered_at: formatInstant(record.orderedAt),
        recorded_at: formatInstant(record.recordedAt),
        amount: { amount: formatDecimal(amountOf(record)), currency: record.currency },
        lines: record.linesNow.length,
        goods_received: record.goodsReceived,
        verified: record.verified,
        status: decision?.status ?? null,
        reasons: [...new Set(decision?.lines.map(({ reason }) => reason) ?? [])],
        commission: decision === null ? null : { ...decision.commission },
        ad_space: adSpace === undefined ? null : { id: adSpace.id, name: adSpace.name },
      },
    ];
  });
}
