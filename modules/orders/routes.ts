import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { catalogueEntry, type Result } from '../../contract/errors/index.ts';
import {
  callerAccess,
  callerOrSignedAccess,
  problemOf,
  publicAccess,
  refuse,
  sendRefusal,
} from '../../platform/http/index.ts';
import { callerOf, requireCaller } from '../accounts/index.ts';
import { claimedByEvent, claimedByOrder, orderIntake } from './api/accept.ts';
import { eventSchema, orderSchema } from './api/order-json.ts';
import { type Claimed, type Reporter, type Signatures, signatures } from './api/signed-posts.ts';
import type { OrdersDeps } from './deps.ts';
import type { Accepted } from './intake/accept-answers.ts';
import {
  bodyWithoutSecrets,
  intakeId,
  keepInQuarantine,
  QUARANTINE_BODY_BYTES_MAX,
  withoutSecrets,
} from './intake/intake.ts';
import type { ReceivedRequest, Verdict } from './intake/intake-store.ts';
import type { Channel } from './model.ts';
import {
  decisionAnswer,
  keptAnswer,
  orderDetailAnswer,
  orderListQuery,
  readIntakePage,
  readOrder,
  readOrderPage,
  shownDecision,
} from './reading/answers.ts';
import { acceptPostback } from './tracking/accept-postback.ts';
import { tooManyUnproven } from './tracking/refusals.ts';
import { revisionRoutes } from './tracking/revision-routes.ts';

const writers = callerAccess('orders', 'advertiser', 'operator');
const reporters = callerOrSignedAccess('orders', 'advertiser', 'operator');
const readers = callerAccess('orders');

const noticeAnswer = z.object({ code: z.string(), field: z.string().nullable(), detail: z.string() });

const acceptedAnswer = z.object({
  program: z.string(),
  order_id: z.string(),
  outcome: z
    .string()
    .describe(
      'recorded, extended, amended, verified, no_change; applied, duplicate, parked; needs_review, program_archived.',
    ),
  event_id: z.string().optional(),
  waits_for: z.string().optional().describe('What a parked event waits for.'),
  notices: z.array(noticeAnswer),
  decision: decisionAnswer.nullable(),
  intake_id: z.string().describe('The entry of this request in the intake log.'),
});

/** Bodies are read by the handler, which keeps what it refuses; the schema is there for the description. */
const unchecked = () => (value: unknown) => ({ value });

/**
 * The intake of orders and what there is to read of them: the JSON API, tracking requests, the intake log.
 * Register it once on the HTTP server.
 */
export function orderRoutes(deps: OrdersDeps): FastifyPluginAsyncZod {
  return async (app) => {
    keepBodiesRaw(app);
    keepRefusedByOthers(app, deps);
    await app.register(writeRoutes(deps));
    await app.register(readRoutes(deps));
    await app.register(trackingRoutes(deps));
    await app.register(revisionRoutes(deps, (request) => received(deps, request, 's2s')));
  };
}

function writeRoutes(deps: OrdersDeps): FastifyPluginAsyncZod {
  const response = { 200: acceptedAnswer, 202: acceptedAnswer };
  const common = { config: { access: reporters }, validatorCompiler: unchecked };
  const intake = orderIntake(deps);
  const signerOf = signatures(deps);
  return async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'POST' || callerOf(request) !== null) return undefined;
      const seconds = deps.refusals.waitOf(request.ip);
      if (seconds === null) return undefined;
      // Neither read nor kept: that is what it would cost us.
      kept.add(request);
      return sendRefusal(reply, tooManyUnproven(seconds));
    });
    const order = { description: 'Reports an order; repeated, it is the same order.', body: orderSchema, response };
    app.post('/api/v1/orders', { ...common, schema: order }, async (request, reply) => {
      const raw = received(deps, request, 'api');
      const asked = { raw, claimed: () => claimedByOrder(raw) };
      const reporter = await reporterOf(deps, request, signerOf, asked);
      if (!reporter.ok) return sendRefusal(reply, reporter.error);
      const answer = await intake.acceptOrder(reporter.value, raw);
      kept.add(request);
      if (!answer.ok) return sendRefusal(reply, answer.error);
      return reply.code(answer.value.httpStatus).send(shown(answer.value.body));
    });
    const event = {
      description: 'Reports what happened to an order: …/orders/{order_id}/events.',
      body: eventSchema,
      response,
    };
    const config = { ...common.config, documentedAs: '/api/v1/programs/:code/orders/:order_id/events' };
    app.post('/api/v1/programs/:code/orders/*', { ...common, config, schema: event }, async (request, reply) => {
      const asked = eventAddress(request);
      if (asked === null)
        refuse({
          code: 'not_found',
          field: null,
          detail: 'There is nothing at this address; expected …/orders/{order_id}/events.',
        });
      const raw = received(deps, request, 'api');
      const reporter = await reporterOf(deps, request, signerOf, { raw, claimed: () => claimedByEvent(asked) });
      if (!reporter.ok) return sendRefusal(reply, reporter.error);
      const answer = await intake.acceptEvent(reporter.value, raw, asked);
      kept.add(request);
      if (!answer.ok) return sendRefusal(reply, answer.error);
      return reply.code(answer.value.httpStatus).send(shown(answer.value.body));
    });
  };
}

/** Who reports: by a token, or by the signature of the message. A refused message is kept under the program that it named. */
async function reporterOf(
  deps: OrdersDeps,
  request: FastifyRequest,
  signerOf: Signatures,
  { raw, claimed }: { readonly raw: ReceivedRequest; readonly claimed: () => Result<Claimed> },
): Promise<Result<Reporter>> {
  const caller = callerOf(request);
  if (caller !== null) return { ok: true, value: { ...caller, message: null } };
  const signer = await signerOf(request.headers, raw, claimed);
  if (signer.ok) return signer;
  const { refusal, program } = signer.error;
  await keepRefused(deps, request, {
    verdict: refusal.code,
    httpStatus: catalogueEntry(refusal.code).status,
    program: program?.code ?? null,
    advertiserOrg: program?.advertiserOrg ?? null,
    // Of what nobody proved only what was wrong with it; a secret may have been put where it does not belong (T-19).
    detail: { field: refusal.field, detail: withoutSecrets(refusal.detail) },
  });
  return { ok: false, error: refusal };
}

function shown(body: Accepted['body']): z.input<typeof acceptedAnswer> {
  return { ...body, notices: [...body.notices], decision: shownDecision(body.decision) };
}

function readRoutes(deps: OrdersDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: readers };
    app.get('/api/v1/orders', { config, schema: orderListQuery }, (request) =>
      readOrderPage(deps, requireCaller(request), request.query),
    );
    const one = { access: readers, documentedAs: '/api/v1/orders/:order_id' };
    app.get('/api/v1/orders/*', { config: one, schema: orderDetailAnswer }, (request) =>
      readOrder(deps, requireCaller(request), decoded(pathAfter(request, 'orders/')) ?? ''),
    );
    app.get('/api/v1/intake', { config: { access: writers }, schema: keptAnswer }, (request) =>
      readIntakePage(deps, requireCaller(request), request.query),
    );
  };
}

const TRACKING_URLS = ['/tt', '/r'] as const;

/** A transparent GIF of one pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function trackingRoutes(deps: OrdersDeps): FastifyPluginAsyncZod {
  return async (app) => {
    for (const url of TRACKING_URLS) {
      app.route({
        method: ['GET', 'POST'],
        url,
        // A HEAD request asks what a GET would answer; it must not report an order.
        exposeHeadRoute: false,
        config: { access: publicAccess },
        schema: { description: 'A position of an order, by the shop’s server or page (admitad-api 21.1).' },
        validatorCompiler: unchecked,
        handler: async (request, reply) => {
          const { image } = await acceptPostback(deps, received(deps, request, 'pixel'));
          kept.add(request);
          reply.header('cache-control', 'no-store');
          return image ? reply.type('image/gif').send(PIXEL) : reply.code(200).send();
        },
      });
    }
  };
}

/** Every body arrives as its bytes: what cannot be parsed has to be kept as well. */
function keepBodiesRaw(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** Requests whose verdict is written; the others are kept as their answer leaves. */
const kept = new WeakSet<FastifyRequest>();

/**
 * What was refused before it came to us (no token, too large, …) is kept in the quarantine (BAD-24, BAD-25). A tracking request is
 * answered with 200 all the same: a shop's server would send a refused one for ever, and a page shows a broken image.
 */
function keepRefusedByOthers(app: FastifyInstance, deps: OrdersDeps): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isRefusal = reply.statusCode >= 400 && reply.statusCode < 500;
    const isTracking = TRACKING_URLS.some((url) => url === request.routeOptions.url);
    if (!isRefusal || (request.method !== 'POST' && !isTracking)) return payload;
    const instead = isTracking ? null : refusedOften(deps, request, reply, codeOf(payload));
    if (instead !== null) return instead;
    const httpStatus = isTracking ? 200 : reply.statusCode;
    if (!kept.has(request)) await keepRefused(deps, request, { verdict: codeOf(payload), httpStatus });
    if (!isTracking) return payload;
    reply.code(httpStatus).header('cache-control', 'no-store').type('image/gif').header('content-length', PIXEL.length);
    return PIXEL;
  });
}

/** Counts a refused report. Instead of one more that nobody proved from an address that had too many: the answer 429; it is not kept. */
function refusedOften(deps: OrdersDeps, request: FastifyRequest, reply: FastifyReply, code: string): string | null {
  const isUnproven = reply.statusCode === UNPROVEN_STATUS;
  const seconds = isUnproven && !kept.has(request) ? deps.refusals.waitOf(request.ip) : null;
  if (isUnproven) deps.refusals.unproven(request.ip);
  if (seconds === null) {
    deps.refusals.count(code);
    return null;
  }
  kept.add(request);
  const refusal = tooManyUnproven(seconds);
  deps.refusals.count(refusal.code);
  const text = JSON.stringify(problemOf(refusal, request.id));
  reply.code(catalogueEntry(refusal.code).status).removeHeader('www-authenticate');
  reply.header('retry-after', String(Math.ceil(seconds))).header('content-length', Buffer.byteLength(text));
  return text;
}

/** Of all who are refused, those are not proven to be anybody. */
const UNPROVEN_STATUS = 401;

async function keepRefused(
  deps: OrdersDeps,
  request: FastifyRequest,
  verdict: Partial<Verdict> & Pick<Verdict, 'verdict' | 'httpStatus'>,
): Promise<void> {
  kept.add(request);
  const raw = received(deps, request, request.url.startsWith('/api/') ? 'api' : 'pixel');
  const body = Buffer.isBuffer(request.body) ? raw.body : await unreadBody(request);
  const unknown = { program: null, advertiserOrg: null, orderId: null, resultCode: null, detail: {} };
  await keepInQuarantine(deps.db, { ...raw, body, ...unknown, ...verdict }).catch((error: unknown) =>
    deps.onDefect(error, 'a refused request could not be kept'),
  );
}

/** Time in which the body of a refused request must be there; its answer waits for it. */
const UNREAD_BODY_MS_MAX = 1_000;

/** The beginning of a body that nobody has read because its sender was refused before. */
async function unreadBody(request: FastifyRequest): Promise<Buffer> {
  const stream = request.raw;
  if (stream.readableEnded || stream.destroyed) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  const signal = AbortSignal.timeout(UNREAD_BODY_MS_MAX);
  return new Promise((resolve) => {
    const finish = () => resolve(bodyWithoutSecrets(Buffer.concat(chunks)));
    stream.on('data', (chunk: Buffer) => {
      if (length < QUARANTINE_BODY_BYTES_MAX) chunks.push(chunk);
      length += chunk.length;
      if (length >= QUARANTINE_BODY_BYTES_MAX) finish();
    });
    stream.once('end', finish);
    stream.once('error', finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}

function codeOf(payload: unknown): string {
  const code = typeof payload === 'string' ? /"code":"([a-z_]{1,60})"/.exec(payload)?.[1] : undefined;
  return code ?? 'refused';
}

function received(deps: OrdersDeps, request: FastifyRequest, channel: Channel): ReceivedRequest {
  const now = deps.clock.now();
  const contentType = request.headers['content-type'] ?? null;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    id: intakeId(now),
    channel,
    receivedAt: now,
    method: request.method,
    path: withoutSecrets(request.url),
    secretPath: request.url,
    body: bodyWithoutSecrets(body),
    secretBody: body,
    contentType,
    remoteAddress: request.ip,
    requestId: request.id,
  };
}

/** The address behind `mark`, without query; the router would decode `%2F`, and an order id may hold one. */
function pathAfter(request: FastifyRequest, mark: string): string {
  const path = request.url.split('?', 1)[0] ?? '';
  return path.slice(path.indexOf(mark) + mark.length).replace(/\/$/, '');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Program and order id of `…/programs/{code}/orders/{order_id}/events`; an id may hold slashes, encoded or not. */
function eventAddress(request: FastifyRequest): { readonly program: string; readonly orderId: string } | null {
  const match = /^([^/]+)\/orders\/(.*)\/events$/s.exec(pathAfter(request, '/programs/'));
  const program = decoded(match?.[1] ?? '%');
  const orderId = decoded(match?.[2] ?? '%');
  return program === null || orderId === null ? null : { program, orderId };
}
