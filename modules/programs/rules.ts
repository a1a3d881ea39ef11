import { programCategories } from '../../contract/closed-lists.ts';
import { type Expectation, type Refusal, shownValue } from '../../contract/errors/index.ts';
import { isTimeZone } from '../../core/time/index.ts';
import { isLandingPattern } from './landing-patterns.ts';
import type { GeoRouting, Program, TrafficTypeRule, TrafficTypeStatus } from './model.ts';

/** More hosts than these are a mistake: patterns cover subdomains. */
const HOSTS_MAX = 200;
const PATTERNS_MAX = 100;
const URL_CHARACTERS_MAX = 2_000;

/** True when a link of the program may lead to this host name (lower case, without port). */
export function hostAllowed(allowedHosts: readonly string[], host: string): boolean {
  return allowedHosts.some((allowed) =>
    allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
}

/** Whether a setting is right, its name, its value, and what is expected of it. */
type Check = [holds: boolean, field: string, value: unknown, expected: string, told?: Expectation];

/** What is wrong with the settings of a program; `null` when nothing is. */
export function programProblem(program: Program): Refusal | null {
  const checks: Check[] = [
    [/^[a-z0-9]+(-[a-z0-9]+)*$/.test(program.code), 'code', program.code, 'lower-case words joined by hyphens'],
    [program.name.trim() !== '', 'name', program.name, 'a name'],
    [/^[0-9a-f]{10}$/.test(program.campaignCode), 'campaign_code', program.campaignCode, '10 hexadecimal digits'],
    [
      /^[A-Za-z][A-Za-z0-9_]*$/.test(program.clickParameter),
      'click_parameter',
      program.clickParameter,
      'letters, digits, _',
      { kind: 'word' },
    ],
    [isTimeZone(program.timeZone), 'time_zone', program.timeZone, 'an IANA zone such as Europe/Moscow'],
    [
      program.defaultCurrency === null || /^[A-Z]{3}$/.test(program.defaultCurrency),
      'default_currency',
      program.defaultCurrency,
      'an ISO 4217 code',
    ],
    [
      Number.isSafeInteger(program.cookieMs) && program.cookieMs > 0,
      'cookie_ms',
      program.cookieMs,
      'milliseconds above 0',
      { kind: 'above', value: '0' },
    ],
    [
      program.allowedHosts.length > 0 && program.allowedHosts.length <= HOSTS_MAX,
      'allowed_hosts',
      program.allowedHosts.length,
      `1 to ${HOSTS_MAX} hosts`,
      program.allowedHosts.length === 0 ? { kind: 'filled' } : { kind: 'items_max', count: HOSTS_MAX },
    ],
    [
      program.landingPatterns.length <= PATTERNS_MAX,
      'landing_patterns',
      program.landingPatterns.length,
      `at most ${PATTERNS_MAX}`,
      { kind: 'items_max', count: PATTERNS_MAX },
    ],
    [
      program.landingPatterns.every(({ path }) => isLandingPattern(path)),
      'landing_patterns',
      program.landingPatterns.find(({ path }) => !isLandingPattern(path))?.path,
      'paths that begin with /, with {product}, {store} and {category} each at most once and at most two of them and * between slashes',
      { kind: 'landing_path' },
    ],
    ...geoChecks(program.geoRouting),
    ...offerChecks(program),
    [
      (program.recruiting.state === 'suspended') === (program.recruiting.reason !== null),
      'recruiting.reason',
      program.recruiting.reason,
      'a reason exactly while suspended',
      { kind: 'filled' },
    ],
  ];
  const failed = checks.find(([holds]) => !holds);
  if (failed !== undefined) return invalid(failed[1], failed[2], failed[3], failed[4]);
  return hostsProblem(program) ?? urlProblem(program, 'home_url', program.homeUrl) ?? fallbackProblem(program);
}

function geoChecks({ pair, mode, share, countries }: GeoRouting): Check[] {
  return [
    [
      shareIsExact(share),
      'geo_routing.share',
      share,
      '0 to 1 with at most six decimals',
      { kind: 'at_most', value: '1' },
    ],
    [mode === 'off' || pair !== null, 'geo_routing.pair', null, 'the code of the paired program', { kind: 'filled' }],
    [
      countriesAreCodes(countries),
      'geo_routing.countries',
      countries,
      'two-letter country codes in capitals, each once, or null for all that the pair does not name',
      { kind: 'country_codes' },
    ],
  ];
}

const NOTICE_DAYS_MAX = 365;

function offerChecks({ categories, countries, termsNoticeDays, status, statusReason }: Program): Check[] {
  const known: ReadonlySet<string> = new Set(programCategories);
  const isEachOnce = new Set(categories).size === categories.length;
  return [
    [
      isEachOnce && categories.every((one) => known.has(one)),
      'categories',
      categories,
      'categories of the list, each once',
      { kind: 'listed' },
    ],
    [
      countries.length === 0 || countriesAreCodes(countries),
      'countries',
      countries,
      'two-letter country codes in capitals, each once, or none for all',
      { kind: 'country_codes' },
    ],
    [
      Number.isInteger(termsNoticeDays) && termsNoticeDays >= 0 && termsNoticeDays <= NOTICE_DAYS_MAX,
      'terms_notice_days',
      termsNoticeDays,
      `0 to ${NOTICE_DAYS_MAX}`,
      { kind: 'at_most', value: String(NOTICE_DAYS_MAX) },
    ],
    [
      (status === 'declined' || status === 'suspended') === (statusReason !== null),
      'status_reason',
      statusReason,
      'a reason exactly while declined or suspended',
      { kind: 'filled' },
    ],
  ];
}

function shareIsExact(share: number): boolean {
  return share >= 0 && share <= 1 && Math.abs(Math.round(share * 1e6) - share * 1e6) < 1e-6;
}

/** An empty list would send every click away; it can only be a mistake. */
function countriesAreCodes(countries: readonly string[] | null): boolean {
  if (countries === null) return true;
  const isEachOnce = new Set(countries).size === countries.length;
  return countries.length > 0 && isEachOnce && countries.every((country) => /^[A-Z]{2}$/.test(country));
}

function hostsProblem(program: Program): Refusal | null {
  const bad = program.allowedHosts.find((host) => !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host));
  return bad === undefined
    ? null
    : invalid('allowed_hosts', bad, 'a lower-case host name, with *. before it for all below it', {
        kind: 'host_name',
      });
}

function fallbackProblem(program: Program): Refusal | null {
  return program.fallbackUrl === null ? null : urlProblem(program, 'fallback_url', program.fallbackUrl);
}

function urlProblem(program: Program, field: string, text: string): Refusal | null {
  if (!URL.canParse(text) || text.length > URL_CHARACTERS_MAX)
    return invalid(field, text, 'an absolute https or http address', { kind: 'url' });
  const url = new URL(text);
  if (!['https:', 'http:'].includes(url.protocol) || url.username !== '')
    return invalid(field, text, 'an https or http address', { kind: 'url' });
  if (!hostAllowed(program.allowedHosts, url.hostname))
    return invalid(field, text, 'a host among allowed_hosts', { kind: 'allowed_host' });
  return null;
}

/** What is wrong with a table of traffic types; `null` when nothing is. Headings must say what their children add up to (S-127). */
export function trafficTypesProblem(rules: readonly TrafficTypeRule[]): Refusal | null {
  const keys = new Set(rules.map((rule) => rule.key));
  if (keys.size !== rules.length) return invalid('traffic_types', rules.length, 'each key once', { kind: 'each_once' });
  for (const rule of rules) {
    if (rule.parent !== null && !keys.has(rule.parent))
      return invalid('traffic_types', rule.parent, 'a parent that is in the table', { kind: 'listed' });
    const heading = headingStatus(rules, rule.key);
    const expected = heading ?? (rule.status === 'restricted' ? 'a status of its own, as it has no children' : null);
    if (expected !== null && expected !== rule.status)
      return invalid(`traffic_types.${rule.key}`, rule.status, expected);
  }
  return null;
}

/** Status of a heading from its children: theirs when all are alike, else `restricted`; `null` for a row without children. */
export function headingStatus(rules: readonly TrafficTypeRule[], key: string): TrafficTypeStatus | null {
  const statuses = new Set(rules.filter((rule) => rule.parent === key).map((rule) => rule.status));
  const [first] = statuses;
  if (first === undefined) return null;
  return statuses.size === 1 ? first : 'restricted';
}

/**
 * The row an application may name; a program without a table takes every kind. Headings cannot be chosen (S-127), prohibited kinds
 * neither (S-126).
 */
export function selectableTrafficType(rules: readonly TrafficTypeRule[], key: string): TrafficTypeRule | Refusal {
  if (rules.length === 0) return { key, parent: null, labelKey: key, status: 'allowed' };
  const rule = rules.find((candidate) => candidate.key === key);
  if (rule === undefined || headingStatus(rules, key) !== null) {
    const allowed = rules.filter((row) => row.status !== 'prohibited' && headingStatus(rules, row.key) === null);
    const detail = `${shownValue(key)} ${rule === undefined ? 'is not in the table of the program' : 'is a heading; choose one of its rows'}.`;
    const extra = { allowed: allowed.map((row) => row.key) };
    return { code: 'TRAFFIC_TYPE_UNKNOWN', field: 'traffic_type', value: shownValue(key), detail, extra };
  }
  if (rule.status !== 'prohibited') return rule;
  const detail = `The program prohibits traffic of the kind ${key}.`;
  return { code: 'TRAFFIC_TYPE_PROHIBITED', field: 'traffic_type', value: key, detail };
}

function invalid(field: string, value: unknown, expected: string, told?: Expectation): Refusal {
  return {
    code: 'field_invalid',
    field,
    value: shownValue(value),
    detail: `${field}: expected ${expected}; got ${shownValue(value)}.`,
    ...(told === undefined ? {} : { expected: told }),
  };
}
