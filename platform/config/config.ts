import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type ConfigProblem,
  type Environment,
  environmentReader,
  hosts,
  nameServers,
  networks,
  onOrOff,
  type Reader,
  url,
  wholeNumber,
  words,
} from './values.ts';

/** What a process may do; without a choice it does all. */
export const ROLES = ['edge', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** How the process was started: `start` to try it out, `serve` for production, `command` for the command line beside it. */
export type StartMode = 'start' | 'serve' | 'command';

/** The environment, parsed once. Nothing else in the product reads environment variables. */
export interface Config {
  readonly mode: StartMode;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Without a trailing slash; null when not given: then `publicUrlOf` answers once the port is known. */
  readonly publicUrl: string | null;
  /** A host name, lower case, that serves the API at its root; or null. */
  readonly apiHost: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly roles: ReadonlySet<Role>;
  readonly edges: number;
  readonly example: boolean;
  /** Addresses or CIDR networks whose forwarding headers count. */
  readonly trustedProxies: readonly string[];
  /** For requests to addresses that publishers name: private networks they may reach all the same, and DNS servers (null: the machine's). */
  readonly outbound: { readonly allowed: readonly string[]; readonly nameServers: readonly string[] | null };
  /** Links out of shops' mobile apps: their hosts (null: those that are known), and whether they are refused or only warned of (S-076). */
  readonly appLinks: { readonly hosts: readonly string[] | null; readonly refused: boolean };
  /** Absolute; null only where the master key may be kept in the data directory. */
  readonly secretFile: string | null;
  /** Bytes that the spool of one edge may take; null: as much as the disk holds. */
  readonly spoolBytesMax: number | null;
  /** Whole months of clicks in the database beside the present one (null: all), and days until what identifies a person is cut. */
  readonly clicksKept: { readonly months: number | null; readonly personalDays: number };
  /** The owner's country data, absolute; null for the bundled ones. */
  readonly geoip: string | null;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** What the network is called on its pages, and publishers that were counted elsewhere before (S-020, S-024). */
  readonly network: { readonly name: string; readonly publishersBefore: number };
  /** TRIBUTARY_* variables that mean nothing, most likely misspelt: to be shown once at start. */
  readonly unknownVariables: readonly string[];
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const PORT = 8080;
/** Only this machine, until the owner says otherwise. */
const HOST = '127.0.0.1';
/** More edge processes than this on one machine compete for cores instead of helping. */
const EDGES_MAX = 64;
/** A year and the month before it, so that a month can be compared with that of last year click by click. */
const CLICK_MONTHS = 13;
const CLICK_MONTHS_MAX = 1_200;
/** Fraud shows within weeks, and orders are disputed within two months; after that nobody needs a person's address. */
const PERSONAL_DAYS = 90;
/** A click's program may still be screened in the first weeks. */
const PERSONAL_DAYS_MIN = 7;
const PERSONAL_DAYS_MAX = 3_650;
const NAME_CHARACTERS_MAX = 60;
const PUBLISHERS_MAX = 1_000_000_000;
const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const;

const VARIABLES = [
  'TRIBUTARY_DATA',
  'TRIBUTARY_ROLES',
  'TRIBUTARY_EDGES',
  'TRIBUTARY_EXAMPLE',
  'TRIBUTARY_TRUSTED_PROXIES',
  'TRIBUTARY_SECRET_FILE',
  'TRIBUTARY_GEOIP',
  'TRIBUTARY_NAME',
  'TRIBUTARY_PUBLISHERS_BEFORE',
  'TRIBUTARY_CHECK_NETWORKS',
  'TRIBUTARY_NAME_SERVERS',
  'TRIBUTARY_APP_HOSTS',
  'TRIBUTARY_APP_LINKS',
  'TRIBUTARY_SPOOL_MAX',
  'TRIBUTARY_CLICK_MONTHS',
  'TRIBUTARY_PERSONAL_DAYS',
];

/** Parses the environment. Answers either the whole configuration or every problem in it, never a part. */
export function readConfig(environment: Environment, mode: StartMode): ConfigResult {
  const reader = environmentReader(environment);
  const example = onOrOff(reader, 'TRIBUTARY_EXAMPLE', mode === 'start');
  const config: Config = {
    mode,
    port: wholeNumber(reader, 'PORT', { least: 0, most: 65_535, otherwise: PORT }),
    host: reader.text('HOST') ?? HOST,
    publicUrl: publicUrl(reader),
    apiHost: apiHost(reader),
    dataDir: dataDirectory(reader),
    databaseUrl: databaseUrl(reader),
    roles: words(reader, 'TRIBUTARY_ROLES', ROLES) ?? new Set(ROLES),
    edges: wholeNumber(reader, 'TRIBUTARY_EDGES', { least: 1, most: EDGES_MAX, otherwise: 1 }),
    example,
    trustedProxies: networks(reader, 'TRIBUTARY_TRUSTED_PROXIES') ?? (example ? LOOPBACK : []),
    secretFile: secretFile(reader, mode),
    geoip: geoip(reader),
    outbound: {
      allowed: networks(reader, 'TRIBUTARY_CHECK_NETWORKS') ?? [],
      nameServers: nameServers(reader, 'TRIBUTARY_NAME_SERVERS'),
    },
    appLinks: { hosts: hosts(reader, 'TRIBUTARY_APP_HOSTS'), refused: refusesAppLinks(reader) },
    spoolBytesMax: spoolBytesMax(reader),
    clicksKept: clicksKept(reader),
    mail: mail(reader),
    network: networkOf(reader),
    unknownVariables: Object.keys(environment).filter(
      (name) => name.startsWith('TRIBUTARY_') && !VARIABLES.includes(name),
    ),
  };
  return reader.problems.length === 0 ? { ok: true, config } : { ok: false, problems: reader.problems };
}

function refusesAppLinks(reader: Reader): boolean {
  const value = reader.text('TRIBUTARY_APP_LINKS') ?? 'refuse';
  if (value !== 'refuse' && value !== 'warn')
    reader.refuse('TRIBUTARY_APP_LINKS', 'refuse or warn', 'write one of the two, or unset it to refuse them');
  return value !== 'warn';
}

function networkOf(reader: Reader): Config['network'] {
  const name = reader.text('TRIBUTARY_NAME') ?? 'Tributary';
  if (name.length > NAME_CHARACTERS_MAX)
    reader.refuse(
      'TRIBUTARY_NAME',
      `at most ${NAME_CHARACTERS_MAX} characters`,
      'write the name as pages should show it',
    );
  const bounds = { least: 0, most: PUBLISHERS_MAX, otherwise: 0 };
  return { name, publishersBefore: wholeNumber(reader, 'TRIBUTARY_PUBLISHERS_BEFORE', bounds) };
}

/** 0 months keeps every click in the database. */
function clicksKept(reader: Reader): Config['clicksKept'] {
  const months = wholeNumber(reader, 'TRIBUTARY_CLICK_MONTHS', {
    least: 0,
    most: CLICK_MONTHS_MAX,
    otherwise: CLICK_MONTHS,
  });
  const bounds = { least: PERSONAL_DAYS_MIN, most: PERSONAL_DAYS_MAX, otherwise: PERSONAL_DAYS };
  return { months: months === 0 ? null : months, personalDays: wholeNumber(reader, 'TRIBUTARY_PERSONAL_DAYS', bounds) };
}

/** How browsers and links reach the network, once it listens on `port`. */
export function publicUrlOf(config: Config, port: number): string {
  return config.publicUrl ?? `http://localhost:${port}`;
}

/** One line per problem, for the terminal. */
export function describeProblems(problems: readonly ConfigProblem[]): string {
  return problems
    .map(({ variable, value, expected, remedy }) => {
      const given = value === null ? 'is not set' : `is '${value}'`;
      return `${variable} ${given}; expected: ${expected}. Remedy: ${remedy}.`;
    })
    .join('\n');
}

function publicUrl(reader: Reader): string | null {
  const example = 'https://network.example';
  const parsed = url(reader, 'PUBLIC_URL', ['http', 'https'], example);
  if (parsed === null) {
    return null;
  }
  if (parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '') {
    reader.refuse(
      'PUBLIC_URL',
      'scheme, host and port only',
      `write for instance PUBLIC_URL=${example}; paths are ours to give`,
    );
  }
  return parsed.origin;
}

function apiHost(reader: Reader): string | null {
  const value = reader.text('API_HOST')?.toLowerCase() ?? null;
  if (value !== null && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(value)) {
    reader.refuse(
      'API_HOST',
      'a host name without scheme, port and path',
      'write for instance API_HOST=api.network.example',
    );
  }
  return value;
}

function dataDirectory(reader: Reader): string {
  const path = resolve(reader.text('TRIBUTARY_DATA') ?? 'data');
  if (!mayBeDirectory(path)) {
    reader.refuse(
      'TRIBUTARY_DATA',
      'the path of a directory, which is made where there is none',
      'correct the path, or move away what stands there',
    );
  }
  return path;
}

function mayBeDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() !== false;
  } catch {
    // Below a file, or below a directory that this account may not enter.
    return false;
  }
}

function databaseUrl(reader: Reader): string | null {
  url(reader, 'DATABASE_URL', ['postgres', 'postgresql'], 'postgresql://user:password@db.example:5432/tributary');
  return reader.text('DATABASE_URL');
}

function secretFile(reader: Reader, mode: StartMode): string | null {
  const value = reader.text('TRIBUTARY_SECRET_FILE');
  if (value === null && mode === 'serve') {
    reader.refuse(
      'TRIBUTARY_SECRET_FILE',
      'the path of a file with the master key, which production must keep apart from its data',
      'make one with: (umask 077; openssl rand -hex 32 > /etc/tributary/master.key), and set TRIBUTARY_SECRET_FILE=/etc/tributary/master.key',
    );
  }
  return value === null ? null : resolve(value);
}

function geoip(reader: Reader): string | null {
  const value = reader.text('TRIBUTARY_GEOIP');
  if (value !== null && !existsSync(value)) {
    reader.refuse(
      'TRIBUTARY_GEOIP',
      'the path of an existing .mmdb file with countries',
      'correct the path, or unset it to use the bundled data',
    );
  }
  return value === null ? null : resolve(value);
}

const SIZE_UNITS: Readonly<Record<string, number>> = { MB: 1_000_000, GB: 1_000_000_000, TB: 1_000_000_000_000 };

/** Some thousand clicks: less would be full before the store could take them. */
const SPOOL_BYTES_MIN = 1_000_000;

function spoolBytesMax(reader: Reader): number | null {
  const value = reader.text('TRIBUTARY_SPOOL_MAX');
  if (value === null) {
    return null;
  }
  const [, number = '', unit = ''] = /^(\d{1,6}) ?([MGT]B)$/.exec(value) ?? [];
  const bytes = Number(number) * (SIZE_UNITS[unit] ?? 0);
  if (bytes < SPOOL_BYTES_MIN) {
    reader.refuse(
      'TRIBUTARY_SPOOL_MAX',
      'a size of at least 1 MB, in MB, GB or TB',
      'write for instance TRIBUTARY_SPOOL_MAX=50GB, room for a day of clicks and the longest outage of the database; or unset it',
    );
  }
  return bytes;
}

function mail(reader: Reader): Config['mail'] {
  const smtp = url(reader, 'SMTP_URL', ['smtp', 'smtps'], 'smtps://user:password@mail.example:465');
  const from = reader.text('MAIL_FROM');
  if (from !== null && !/^([^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(from)) {
    reader.refuse(
      'MAIL_FROM',
      'an e-mail address, with a name before it if wanted',
      'write for instance MAIL_FROM="Network <no-reply@network.example>"',
    );
  }
  if (smtp !== null && !/^(\?tls=(required|none))?$/.test(smtp.search)) {
    reader.refuse(
      'SMTP_URL',
      'no parameter but tls=required or tls=none',
      'write for instance SMTP_URL=smtp://mail.example:587?tls=required; certificates are always verified, and NODE_EXTRA_CA_CERTS names others to trust',
    );
    return null;
  }
  if (smtp === null) {
    return null;
  }
  if (from === null) {
    reader.refuse(
      'MAIL_FROM',
      'the sender of our mails, since SMTP_URL is set',
      'write for instance MAIL_FROM=no-reply@network.example',
    );
  }
  return { smtpUrl: reader.text('SMTP_URL') ?? '', from: from ?? '' };
}
