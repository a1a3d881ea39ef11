import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import fastifySwagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Refusal } from '../../contract/errors/index.ts';
import type { CallerAccess } from './access.ts';
import { answerFailure } from './failures.ts';
import { describeApi } from './openapi.ts';
import { sendRefusal } from './problem.ts';
import { acceptBodies } from './requests/bodies.ts';
import { answerBrokenRequest } from './requests/broken-requests.ts';
import { requestRefusal } from './requests/request-checks.ts';
import { answerUnknownRoute, type RouteTable, watchRoutes } from './routes.ts';

export type HttpServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Decides whether the caller of a route may call it; answers `null` when it may. */
export type Guard = (request: FastifyRequest, access: CallerAccess) => Promise<Refusal | null>;

/** Takes a request before the framework sees it; answers `true` when it did. For the hot path of clicks. */
export type AsideHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What a request is handed to. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpServerOptions {
  readonly logger: FastifyBaseLogger | null;
  /** CIDRs of proxies whose forwarding headers count. */
  readonly trustedProxies: readonly string[];
  /** Required as soon as one route is not public. */
  readonly guard?: Guard;
  readonly aside?: AsideHandler;
  /** A host name, without port, under which `/api` is the root. */
  readonly apiHost?: string;
  /** A server that others listen with: it is told what handles its requests, and reports broken ones here. Without it one is made. */
  readonly serverOf?: (handler: RawHandler) => RawServerDefault;
  /** Answers an address where nothing is, for those who want a page; `null` leaves it to the usual problem. */
  readonly notFound?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;
  /** Says `Strict-Transport-Security`; only where browsers reach us by https. */
  readonly https?: boolean;
}

/** Bodies are orders and forms; files are streamed by routes that say so themselves. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Ids in addresses have up to 128 visible characters, each of which may be percent-encoded. */
const PARAMETER_CHARACTERS_MAX = 400;
/** Headers and address together; twice the default, so that an address that is too long is answered as such (BAD-17), not as headers. */
const HEADER_BYTES_MAX = 32_768;
/** Time to send a whole request; longer ones hold a connection for nothing. */
const REQUEST_MS_MAX = 60_000;
/** Longer than the idle time of usual load balancers (60 s), so that they, not we, end a connection. */
const KEEP_ALIVE_MS = 72_000;

/**
 * The HTTP server of a process. Routes are added by the modules' plugins; every route declares `config.access`.
 * Refusals, schema findings and defects all leave as RFC 9457 problems. Call `ready()` or `listen()` after the last plugin.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const app = Fastify({
    ...(options.logger === null ? { logger: false } : { loggerInstance: options.logger }),
    // Addresses may carry secrets of old clients (T-19): the server writes no log line with an address by itself.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    bodyLimit: BODY_BYTES_MAX,
    genReqId: () => randomUUID(),
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: PARAMETER_CHARACTERS_MAX,
    },
    rewriteUrl: (request) => rewritten(request, options.apiHost ?? null),
    frameworkErrors: answerFailure,
    clientErrorHandler: answerBrokenRequest,
    serverFactory: options.serverOf ?? ((handler) => listener(handler, options.aside ?? null)),
  }).withTypeProvider<ZodTypeProvider>();
  const routes: RouteTable = [];
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerFailure);
  acceptBodies(app);
  watchRoutes(app, routes, options.guard !== undefined);
  protect(app, options);
  app.setNotFoundHandler(
    (request, reply) => options.notFound?.(request, reply) ?? answerUnknownRoute(routes, request, reply),
  );
  // Called rather than registered: a registered plugin starts later and would miss the routes of this very instance.
  fastifySwagger(app, describeApi(), () => addDescription(app));
  return app;
}

/** Headers, checks and the guard, in this order, before a body is read. */
function protect(app: HttpServer, options: HttpServerOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    if (options.https === true) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    const refusal = requestRefusal(request) ?? (await guarded(request, options.guard ?? null));
    if (refusal !== null) return sendRefusal(reply, refusal);
    return undefined;
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request.routeOptions;
    request.log.debug({ method, route: url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
}

/** Answers of the API; pages set a policy of their own over it (T-38, T-40). */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
} as const;

async function guarded(request: FastifyRequest, guard: Guard | null): Promise<Refusal | null> {
  const access = request.routeOptions.config.access;
  if (access === undefined || access.kind === 'public') return null;
  if (guard === null) throw new Error('a route for callers was registered without a guard');
  return guard(request, access);
}

function addDescription(app: HttpServer): void {
  app.get('/api/openapi.json', { config: { access: { kind: 'public' } }, schema: { hide: true } }, () => app.swagger());
}

function listener(handler: RawHandler, aside: AsideHandler | null): RawServerDefault {
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    if (aside?.(request, response) !== true) handler(request, response);
  });
  server.requestTimeout = REQUEST_MS_MAX;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

/** On the API's own host `/token/` means `/api/token/`. */
function rewritten(
  request: { readonly url?: string | undefined; readonly headers: IncomingMessage['headers'] },
  apiHost: string | null,
): string {
  const url = request.url ?? '/';
  if (apiHost === null || url === '/api' || url.startsWith('/api/')) return url;
  const host = request.headers.host?.replace(/:\d+$/, '').toLowerCase();
  return host === apiHost.toLowerCase() ? `/api${url}` : url;
}
