import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../../core/time/instant.ts';
import type { Organisation, User } from '../model.ts';

const HOUR_MS = 3_600_000;

/** A session that nobody uses ends after a day, any session after two weeks. */
export const SESSION_IDLE_MS = 24 * HOUR_MS;
export const SESSION_LONGEST_MS = 14 * 24 * HOUR_MS;
/** Between password and second factor. */
export const SECOND_FACTOR_MS = 10 * 60_000;
/** What is dear (password, address, second factor, payments) asks for a proof no older than this (T-17). */
export const RECENT_PROOF_MS = 15 * 60_000;
/** A session in use is written down at most this often. */
export const SEEN_EVERY_MS = 60_000;

/** 256 random bits. */
const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

export type SecondFactorState = 'none' | 'pending' | 'passed';

/** A person signed in with one browser. */
export interface Session {
  readonly id: string;
  readonly user: User;
  readonly organisation: Organisation;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly secondFactor: SecondFactorState;
  readonly reauthenticatedAt: Instant;
}

/** What the signature of a passkey is asked for. */
export type ChallengePurpose = 'second step' | 'new passkey' | 'proof';

/** Where a request comes from, as far as it is kept. */
export interface Client {
  readonly userAgent: string;
  /** Such as `203.0.113.0/24`. */
  readonly network: string;
}

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a text may be a token of ours; anything else is not looked up. */
export function isToken(text: string): boolean {
  return TOKEN_FORM.test(text);
}

/** What a page of ours sends with each write; nobody can make it who cannot read the cookie, which no script can (T-20). */
export function csrfToken(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('tributary csrf').digest('base64url');
}

export function isCsrfToken(sessionToken: string, offered: string): boolean {
  const expected = Buffer.from(csrfToken(sessionToken));
  const given = Buffer.from(offered);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function provenRecently(session: Session, now: Instant): boolean {
  return now - session.reauthenticatedAt <= RECENT_PROOF_MS;
}
