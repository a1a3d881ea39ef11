import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  type ConfigProblem,
  describeProblems,
  type Environment,
  publicUrlOf,
  readConfig,
  type StartMode,
} from './index.ts';

function accepted(environment: Environment, mode: StartMode = 'start') {
  const result = readConfig(environment, mode);
  if (!result.ok) {
    throw new Error(describeProblems(result.problems));
  }
  return result.config;
}

function refused(environment: Environment, mode: StartMode = 'start'): readonly ConfigProblem[] {
  const result = readConfig(environment, mode);
  return result.ok ? [] : result.problems;
}

test('an empty environment gives the documented defaults', () => {
  expect(accepted({})).toEqual({
    mode: 'start',
    port: 8080,
    host: '127.0.0.1',
    publicUrl: null,
    apiHost: null,
    dataDir: resolve('data'),
    databaseUrl: null,
    roles: new Set(['edge', 'api', 'worker']),
    edges: 1,
    example: true,
    trustedProxies: ['127.0.0.0/8', '::1/128'],
    secretFile: null,
    spoolBytesMax: null,
    clicksKept: { months: 13, personalDays: 90 },
    geoip: null,
    outbound: { allowed: [], nameServers: null },
    appLinks: { hosts: null, refused: true },
    mail: null,
    network: { name: 'Tributary', publishersBefore: 0 },
    unknownVariables: [],
  });
});

test('production has no example network and trusts no proxy unless told', () => {
  const config = accepted({ TRIBUTARY_SECRET_FILE: '/etc/tributary/master.key' }, 'serve');
  expect([config.example, config.trustedProxies, config.secretFile]).toEqual([false, [], '/etc/tributary/master.key']);
  const behindProxy = accepted(
    { TRIBUTARY_SECRET_FILE: 'k', TRIBUTARY_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7,fd00::/8' },
    'serve',
  );
  expect(behindProxy.trustedProxies).toEqual(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);
});

test('every variable arrives in its own type', () => {
  const config = accepted({
    PORT: '9000',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://network.example/',
    API_HOST: 'API.network.example',
    TRIBUTARY_DATA: '/srv/tributary',
    DATABASE_URL: 'postgresql://u:p@db:5432/t',
    TRIBUTARY_ROLES: 'edge, api',
    TRIBUTARY_EDGES: '4',
    TRIBUTARY_EXAMPLE: 'off',
    TRIBUTARY_SPOOL_MAX: '50 GB',
    TRIBUTARY_CLICK_MONTHS: '0',
    TRIBUTARY_PERSONAL_DAYS: '30',
    TRIBUTARY_CHECK_NETWORKS: '127.0.0.0/8',
    TRIBUTARY_NAME_SERVERS: '127.0.0.1:5353, 9.9.9.9',
    TRIBUTARY_APP_HOSTS: 'App.shop.example, go.shop.example',
    TRIBUTARY_APP_LINKS: 'warn',
    SMTP_URL: 'smtps://u:p@mail.example:465',
    MAIL_FROM: 'Network <no-reply@network.example>',
  });
  expect(config).toMatchObject({
    port: 9000,
    host: '0.0.0.0',
    publicUrl: 'https://network.example',
    apiHost: 'api.network.example',
    dataDir: '/srv/tributary',
    databaseUrl: 'postgresql://u:p@db:5432/t',
    roles: new Set(['edge', 'api']),
    edges: 4,
    example: false,
    spoolBytesMax: 50_000_000_000,
    clicksKept: { months: null, personalDays: 30 },
    outbound: { allowed: ['127.0.0.0/8'], nameServers: ['127.0.0.1:5353', '9.9.9.9'] },
    appLinks: { hosts: ['app.shop.example', 'go.shop.example'], refused: false },
    mail: { smtpUrl: 'smtps://u:p@mail.example:465', from: 'Network <no-reply@network.example>' },
  });
});

test('the public address follows the port unless it is given', () => {
  expect(publicUrlOf(accepted({ PORT: '0' }), 41234)).toBe('http://localhost:41234');
  expect(publicUrlOf(accepted({ PUBLIC_URL: 'https://network.example' }), 41234)).toBe('https://network.example');
});

test.each([
  ['PORT', 'eighty', 'a whole number from 0 to 65535'],
  ['PORT', '65536', 'a whole number from 0 to 65535'],
  ['TRIBUTARY_EDGES', '0', 'a whole number from 1 to 64'],
  ['TRIBUTARY_EXAMPLE', 'yes', 'on or off'],
  ['TRIBUTARY_ROLES', 'edge,cook', 'a comma list of edge, api, worker'],
  ['TRIBUTARY_TRUSTED_PROXIES', '10.0.0.0/33', 'a comma list of addresses or networks in CIDR notation'],
  ['TRIBUTARY_TRUSTED_PROXIES', 'proxy.example', 'a comma list of addresses or networks in CIDR notation'],
  ['TRIBUTARY_NAME_SERVERS', 'dns.example', 'a comma list of addresses of DNS servers, with a port where it is not 53'],
  ['PUBLIC_URL', 'network.example', 'a URL that begins with http:// or https://'],
  ['PUBLIC_URL', 'https://network.example/shop', 'scheme, host and port only'],
  ['API_HOST', 'https://api.example', 'a host name without scheme, port and path'],
  ['DATABASE_URL', 'mysql://db/t', 'a URL that begins with postgres:// or postgresql://'],
  ['TRIBUTARY_DATA', 'package.json', 'the path of a directory, which is made where there is none'],
  ['TRIBUTARY_DATA', 'package.json/data', 'the path of a directory, which is made where there is none'],
  ['TRIBUTARY_GEOIP', '/nowhere/country.mmdb', 'the path of an existing .mmdb file with countries'],
  ['TRIBUTARY_SPOOL_MAX', 'plenty', 'a size of at least 1 MB, in MB, GB or TB'],
  ['TRIBUTARY_SPOOL_MAX', '0GB', 'a size of at least 1 MB, in MB, GB or TB'],
  ['TRIBUTARY_CLICK_MONTHS', '-1', 'a whole number from 0 to 1200'],
  ['TRIBUTARY_PERSONAL_DAYS', '0', 'a whole number from 7 to 3650'],
  ['TRIBUTARY_APP_HOSTS', 'https://app.shop.example', 'a comma list of host names'],
  ['TRIBUTARY_APP_LINKS', 'ignore', 'refuse or warn'],
  ['SMTP_URL', 'mail.example', 'a URL that begins with smtp:// or smtps://'],
  ['SMTP_URL', 'smtp://mail.example?tls.rejectUnauthorized=false', 'no parameter but tls=required or tls=none'],
  ['MAIL_FROM', 'nobody', 'an e-mail address, with a name before it if wanted'],
])('%s=%s is refused with what was expected and how to mend it', (variable, value, expected) => {
  const [problem, ...others] = refused({ [variable]: value });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ variable, value, expected });
  expect(problem?.remedy).toMatch(/write|correct/);
});

test('production without a master key file is refused with the command that makes one', () => {
  const [problem] = refused({}, 'serve');
  expect(problem).toMatchObject({ variable: 'TRIBUTARY_SECRET_FILE', value: null });
  expect(describeProblems(refused({}, 'serve'))).toMatch(/^TRIBUTARY_SECRET_FILE is not set; .*openssl rand -hex 32/);
});

test('all problems are told at once, and none of them shows a password', () => {
  const problems = refused({ PORT: 'x', DATABASE_URL: 'mysql://root:hunter2@db/t', TRIBUTARY_EXAMPLE: 'maybe' });
  expect(problems.map((problem) => problem.variable).sort()).toEqual(['DATABASE_URL', 'PORT', 'TRIBUTARY_EXAMPLE']);
  expect(describeProblems(problems)).not.toContain('hunter2');
  expect(describeProblems(problems)).toContain("DATABASE_URL is 'mysql://root:***@db/t'");
});

test('an empty value counts as not set', () => {
  expect(accepted({ PORT: '', DATABASE_URL: '  ' })).toMatchObject({ port: 8080, databaseUrl: null });
});

test('a misspelt variable is pointed out instead of silently ignored', () => {
  expect(accepted({ TRIBUTARY_ROLE: 'edge', PATH: '/bin' }).unknownVariables).toEqual(['TRIBUTARY_ROLE']);
});
