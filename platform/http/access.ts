import 'fastify';

/**
 * Who may call a route. Every route declares it in `config.access`; a route without a declaration stops the start (T-15).
 * `callers` names kinds of organisations, as the guard understands them; an empty list means every kind.
 */
export type Access = PublicAccess | CallerAccess;

export interface PublicAccess {
  readonly kind: 'public';
}

export interface CallerAccess {
  readonly kind: 'caller';
  readonly scope: string;
  readonly callers: readonly string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

export const publicAccess: Access = { kind: 'public' };

export function callerAccess(scope: string, ...callers: readonly string[]): Access {
  return { kind: 'caller', scope, callers };
}
