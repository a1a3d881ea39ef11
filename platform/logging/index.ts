import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly level?: LogLevel;
  /** Standard output unless said otherwise. */
  readonly destination?: DestinationStream;
}

/** Names under which secrets travel, at the top of a log record or one or two levels deep (headers, bodies, settings). */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'client_secret',
  'clientSecret',
  'access_token',
  'refresh_token',
  'token',
  'postback_key',
  'postbackKey',
  'revision_secret',
  'revisionSecret',
  'signing_secret',
  'signingSecret',
  'databaseUrl',
  'smtpUrl',
] as const;

const REDACTED = '[secret]';

const redactedPaths = SECRET_NAMES.flatMap((name) => {
  const below = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${below}`, `*.*${below}`];
});

/** Query parameters that carry secrets in links and postbacks: a request's URL is logged without their values. */
const SECRET_PARAMETER = /([?&](?:postback_key|revision_secret|client_secret|access_token|token|password)=)[^&#\s]*/gi;

/**
 * The log of one process: JSON lines with a level, an RFC 3339 time, what happened in `msg`. Secrets are blotted out by name, in fields
 * and in URLs, so that a careless call shows none; do not rely on it for text put together by hand.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: REDACTED },
    serializers: { url: withoutSecrets, err: errorRecord },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** The URL with the values of secret parameters blotted out. */
export function withoutSecrets(url: unknown): unknown {
  return typeof url === 'string' ? url.replace(SECRET_PARAMETER, `$1${REDACTED}`) : url;
}

/** An error with its causes. Its fields are left out: drivers put whole statements with their values there. */
function errorRecord(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return error;
  }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorRecord(error.cause) };
  return { type: error.name, message: withoutSecrets(error.message), stack: error.stack, ...code, ...cause };
}
