import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Role } from '../../contract/rights.ts';
import type { Locale } from '../../contract/wire/session.ts';
import type { Instant } from '../../core/time/instant.ts';

/** Who an organisation is to the network. Every row with an owner names one of these organisations. */
export type OrganisationKind = 'operator' | 'advertiser' | 'publisher';

/**
 * Only an active organisation gets links, orders and applications. `unconfirmed`: its owner has not proven the e-mail address; `pending`:
 * the operator is to decide; `declined`: the operator has; `blocked`: nothing of it is served.
 */
export type OrganisationStatus = 'unconfirmed' | 'pending' | 'active' | 'declined' | 'blocked';

export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly status: OrganisationStatus;
  /** In the operator's words, for the organisation to read. */
  readonly statusReason: string | null;
  readonly createdAt: Instant;
}

export type UserRole = Role;

export interface User {
  readonly id: string;
  readonly orgId: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly role: UserRole;
  readonly createdAt: Instant;
  /** When the person proved to read the address. */
  readonly confirmedAt: Instant | null;
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

/** Who makes a request: an application by its access token, or a person by a session. */
export interface Caller {
  readonly orgId: string;
  readonly kind: OrganisationKind;
  /** As audit records name it: `application:<id>` or `user:<id>`. */
  readonly actor: string;
  readonly userId: string | null;
  readonly role: UserRole | null;
}

/** A privileged change, told in the transaction of the change itself (I-34). */
export interface AuditEntry {
  readonly at: Instant;
  /** The organisation whose affairs were changed and which may read the record; `null` for the network's own. */
  readonly orgId: string | null;
  /** Who did it: `application:<id>`, `user:<id>`, or the name of a command. */
  readonly actor: string;
  /** A verb with its noun, for example `program.created`. */
  readonly action: AuditAction;
  /** What was changed, for example `program:aliexpress-ww`. */
  readonly subject: string;
  /** Plain data; never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditRecord extends AuditEntry {
  readonly id: string;
}
