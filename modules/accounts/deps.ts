import type { SendMail } from '../../contract/mail.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';

/** What everything about people needs. */
export interface PeopleDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Scheme, host and port, without a trailing slash. */
  readonly publicUrl: string;
  /** What the network is called, on its public pages and here (S-020). */
  readonly networkName: string;
  readonly masterKeys: MasterKeys;
  /** Keeps a mail in the transaction of what it tells. */
  readonly sendMail: (tx: Tx, mail: SendMail) => Promise<void>;
}

export const SYSTEM = { role: 'system' } as const;
