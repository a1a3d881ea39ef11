import type { NoticeKind } from '../../contract/wire/notices.ts';
import type { Instant } from '../../core/time/instant.ts';

export interface Notice {
  readonly id: string;
  readonly orgId: string;
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly data: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly readAt: Instant | null;
}

/** A mail as it lies in the outbox; what it says is sealed. */
export interface StoredMail {
  readonly id: string;
  readonly orgId: string | null;
  readonly recipient: string;
  readonly locale: string;
  readonly kind: string;
  readonly createdAt: Instant;
  readonly status: 'waiting' | 'sent' | 'failed';
  readonly tries: number;
  readonly nextTryAt: Instant;
  readonly lastError: string | null;
  readonly settledAt: Instant | null;
  readonly hasText: boolean;
}

const MINUTE_MS = 60_000;

/** Minutes until the next try after each that failed: about a day together, as mail servers are mended within one. */
const WAIT_MINUTES = [1, 5, 15, 60, 180, 360, 720] as const;

/** How long to wait after so many tries; `null`: it is given up. */
export function waitAfter(tries: number): number | null {
  const minutes = WAIT_MINUTES[tries - 1];
  return minutes === undefined ? null : minutes * MINUTE_MS;
}

/** While one process sends a mail, others leave it alone; if that process dies, it is sent again after this. */
export const SENDING_MS_MAX = 10 * MINUTE_MS;

/** Links in mails end long before; a mail that waited for a mail server for longer would only confuse. */
export const MAIL_DAYS_MAX = 3;

/** Who asks after a mail does so within days. */
export const MAIL_KEPT_DAYS = 30;

export const DAY_MS = 24 * 60 * MINUTE_MS;
