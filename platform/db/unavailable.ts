import { sqlState } from './transaction.ts';

/** The server cannot be reached, or went away under a connection: by the words of the driver and of the operating system. */
const AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|connect ENOENT|ETIMEDOUT|Connection terminated|not queryable|timeout exceeded when trying to connect|^ ?timeout expired$/;

/** Connections fail, resources are short, the server is being stopped or started. */
const AWAY_STATES = /^(?:08|53|57P)/;

/** The server takes no writes, for instance a standby after a change of roles. */
const READ_ONLY = '25006';

/** Whether the store itself could not be reached: then nothing may be acknowledged, and the sender should come again (G-3). */
export function isUnavailable(error: unknown): boolean {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : '';
  const state = sqlState(error) ?? '';
  return AWAY.test(text) || AWAY_STATES.test(state) || state === READ_ONLY;
}
