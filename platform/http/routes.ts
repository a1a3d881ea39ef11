import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from './access.ts';
import { sendRefusal } from './problem.ts';

/** The routes as registered: to tell an unknown address from an unknown method, and to compare with the description (T-46). */
export type RouteTable = {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
  readonly access: Access;
  /** The schema of the body, where there is one. */
  readonly body: unknown;
  /** The schema of the query, where there is one. */
  readonly query: unknown;
}[];

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the server with who may call it: for what is made of all of them. Whole when the server is ready. */
    readonly declaredRoutes: RouteTable;
  }
}

/**
 * Writes every route into the table, and stops the start at a route that does not say who may call it, or that is for callers
 * while nobody checks them (T-15).
 */
export function watchRoutes(app: FastifyInstance, table: RouteTable, hasGuard: boolean): void {
  app.decorate('declaredRoutes', table);
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    const methods = [route.method].flat();
    const name = `${methods.join(',')} ${route.url}`;
    if (access === undefined)
      throw new Error(
        `${name} does not declare config.access: say publicAccess, callerAccess(scope, …), personAccess(scope, …) or sessionAccess`,
      );
    if (access.kind === 'caller' && !hasGuard)
      throw new Error(`${name} is for callers, but the server was made without a guard`);
    const { body, querystring: query } = route.schema ?? {};
    for (const method of methods)
      table.push({ method, url: route.url, pattern: patternOf(route.url), access, body, query });
  });
}

/** 405 where the address is known for other methods (with `Allow`), else 404. */
export function answerUnknownRoute(table: RouteTable, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = (request.raw.url ?? '/').split('?', 1)[0] ?? '/';
  const clean = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  const methods = [...new Set(table.filter((route) => route.pattern.test(clean)).map((route) => route.method))];
  if (methods.length === 0) {
    return sendRefusal(reply, { code: 'not_found', field: null, detail: 'There is nothing at this address.' });
  }
  const allow = methods.sort().join(', ');
  const detail = `Expected ${allow}.`;
  return sendRefusal(reply, {
    code: 'method_not_allowed',
    field: null,
    value: request.method,
    detail,
    extra: { allow },
  });
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/(.)\/$/, '$1')
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}
