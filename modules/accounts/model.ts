import type { Instant } from '../../core/time/instant.ts';

/** Who an organisation is to the network. Every row with an owner names one of these organisations. */
export type OrganisationKind = 'operator' | 'advertiser' | 'publisher';

export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly createdAt: Instant;
}

export type UserRole = 'owner' | 'manager' | 'viewer';

export interface User {
  readonly id: string;
  readonly orgId: string;
  readonly email: string;
  readonly role: UserRole;
  readonly createdAt: Instant;
}

/** A program of somebody's own that calls the API in the name of one organisation. */
export interface ApiApplication {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
}

/** Shown once, when the application is made; only a hash of the secret is kept (T-32). */
export interface ApiCredentials {
  readonly applicationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Who makes a request, as proven by its access token. */
export interface Caller {
  readonly orgId: string;
  readonly kind: OrganisationKind;
  readonly applicationId: string;
  readonly scopes: ReadonlySet<string>;
}

/** A privileged change, told in the transaction of the change itself (I-34). */
export interface AuditEntry {
  readonly at: Instant;
  /** The organisation whose affairs were changed and which may read the record; `null` for the network's own. */
  readonly orgId: string | null;
  /** Who did it: `application:<id>`, `user:<id>`, or the name of a command. */
  readonly actor: string;
  /** A verb with its noun, for example `program.created`. */
  readonly action: string;
  /** What was changed, for example `program:aliexpress-ww`. */
  readonly subject: string;
  /** Plain data; never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditRecord extends AuditEntry {
  readonly id: string;
}
