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
  /** `null`: whoever is signed in, whatever the role. */
  readonly scope: string | null;
  readonly callers: readonly string[];
  /** A request without a token may prove itself by a signature over its body; its handler checks it, as the guard has no body. */
  readonly orSigned: boolean;
  /** For people who are signed in; an application's token is refused, whatever its scopes. */
  readonly personOnly: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** The address as clients should write it, such as `/api/v1/orders/:order_id`, where the route's own pattern is wider. */
    documentedAs?: string;
  }
}

export const publicAccess: Access = { kind: 'public' };

/** For applications by their tokens and for people by their sessions. */
export function callerAccess(scope: string, ...callers: readonly string[]): Access {
  return { kind: 'caller', scope, callers, orSigned: false, personOnly: false };
}

/** As `callerAccess`, or for whoever signs the message (Standard Webhooks). */
export function callerOrSignedAccess(scope: string, ...callers: readonly string[]): Access {
  return { kind: 'caller', scope, callers, orSigned: true, personOnly: false };
}

/** For people whose role has the right; never for an application: passwords, members, second factors. */
export function personAccess(scope: string, ...callers: readonly string[]): Access {
  return { kind: 'caller', scope, callers, orSigned: false, personOnly: true };
}

/** For whoever is signed in, about themselves. */
export const sessionAccess: Access = { kind: 'caller', scope: null, callers: [], orSigned: false, personOnly: true };

/** Headers of a signed message. */
export const messageHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
