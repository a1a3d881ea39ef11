import type { ClickFlag, Landing, ProgramRecord } from '../model.ts';
import type { BoundedCache } from './bounded-cache.ts';
import { type LandingReader, landingReader } from './landing.ts';

/** Where one click leads, ready to be answered: everything but the click id itself. */
export interface Target {
  /** The address without a click id, serialised by the URL parser: ASCII, no control character. */
  readonly href: string;
  /** The address that was asked for, as the URL parser writes it: what its signature is over. Empty where it is no address. */
  readonly asked: string;
  /** Before and after the click id. */
  readonly head: string;
  readonly tail: string;
  readonly landing: Landing;
  /** Keyed hashes of the landing's product and store for click ids. */
  readonly product: number;
  readonly store: number;
  /** Why the asked target was not taken; `null` when it was. */
  readonly flag: ClickFlag | null;
}

/** The targets of one program. */
export interface Targets {
  readonly home: Target;
  /** The target that was asked for, or the home page with the reason why not. */
  judge(asked: string): Target;
  /** The home page, flagged. */
  refused(flag: ClickFlag): Target;
  /** Whether the program's own rules allow that address. */
  allows(asked: string): boolean;
}

export interface TargetOptions {
  /** Host, with its port if it has one, under which links are followed: a click must not lead to the next click (BAD-18). */
  readonly ownHosts: ReadonlySet<string>;
  /** Hosts of addresses that come from a shop's mobile app, where a click cannot be followed (BAD-22). */
  readonly appHosts: ReadonlySet<string>;
  readonly landingHash: (kind: 'product' | 'store', id: string | null) => number;
  /** Of all programs together: whoever asks for ever new addresses must not fill the memory. */
  readonly remembered: BoundedCache<Target>;
}

/** Shops' links repeat: most clicks of a day lead to some thousand pages. */
export const TARGETS_KEPT = 10_000;

/** Longer ones are judged each time: ten thousand of those would be some hundred megabytes. */
const REMEMBERED_LENGTH_MAX = 512;

let programs = 0;

/** Only these, spelled out with both slashes: browsers read `https:host`, `/\host` and the like as addresses of other hosts. */
const ABSOLUTE = /^https?:\/\/[^/\\?#@]+(?=[/?#]|$)/i;

/** Another scheme: `javascript:`, `data:`, or one that opens an app. */
const OTHER_SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** Schemes that run or hold a document: never an app. */
const DANGEROUS_SCHEMES = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'http',
  'https',
  'about',
  'view-source',
]);

const CONTROL = /[\u0000-\u001f\u007f]/;

export function targetsOf(program: ProgramRecord, options: TargetOptions): Targets {
  const readLanding = landingReader(program.landingPatterns);
  const build = (url: URL, flag: ClickFlag | null) => buildTarget(url, flag, { program, options, readLanding });
  const homeUrl = parseHttp(program.homeUrl);
  if (homeUrl === null) {
    throw new RangeError(`program ${program.code}: home page '${program.homeUrl}' is no http or https address`);
  }
  const home = build(homeUrl, null);
  const refusedHome = (flag: ClickFlag, asked: string): Target => ({
    ...home,
    landing: { ...home.landing, redirected: true },
    asked,
    flag,
  });
  const judge = (asked: string) => {
    const verdict = judgeTarget(asked, program, options);
    return typeof verdict === 'string'
      ? refusedHome(verdict, parseHttp(asked.trim())?.href ?? '')
      : build(verdict, null);
  };
  // A program that was changed is another one here.
  programs += 1;
  const prefix = `${programs.toString(36)} `;
  const { remembered } = options;
  return {
    home,
    judge: (asked) => {
      if (asked.length > REMEMBERED_LENGTH_MAX) {
        return judge(asked);
      }
      const key = prefix + asked;
      const known = remembered.get(key);
      if (known !== undefined) {
        return known;
      }
      const target = judge(asked);
      remembered.set(key, target);
      return target;
    },
    refused: (flag) => refusedHome(flag, ''),
    allows: (asked) => typeof judgeTarget(asked, program, options) !== 'string',
  };
}

/** The parsed address, or the word for why it is not taken (T-1). */
function judgeTarget(asked: string, program: ProgramRecord, options: TargetOptions): URL | ClickFlag {
  if (CONTROL.test(asked) || asked.includes('\\')) {
    return 'target_refused';
  }
  const text = asked.trim();
  if (!ABSOLUTE.test(text)) {
    const scheme = OTHER_SCHEME.exec(text)?.[1]?.toLowerCase();
    return scheme === undefined || DANGEROUS_SCHEMES.has(scheme) ? 'target_refused' : 'app_link';
  }
  const url = parseHttp(text);
  if (url === null || url.username !== '' || url.password !== '') {
    return 'target_refused';
  }
  if (options.ownHosts.has(url.host)) {
    return 'target_loop';
  }
  if (options.appHosts.has(url.hostname)) {
    return 'app_link';
  }
  return isAllowed(url, program.allowedHosts) ? url : 'target_refused';
}

export function parseHttp(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

/** `shop.tld` allows that host, `*.shop.tld` every host below it, `shop.tld:8443` that port of it; no other port is allowed. */
function isAllowed(url: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((allowed) => {
    if (allowed.startsWith('*.')) {
      return url.port === '' && url.hostname.endsWith(allowed.slice(1)) && url.hostname.length >= allowed.length;
    }
    return url.host === allowed;
  });
}

interface Building {
  readonly program: ProgramRecord;
  readonly options: TargetOptions;
  readonly readLanding: LandingReader;
}

function buildTarget(url: URL, flag: ClickFlag | null, { program, options, readLanding }: Building): Target {
  const name = program.clickParameter;
  // A click id that the publisher wrote into the target would stand before ours, and shops take the first.
  const query = withoutParameter(url.search.slice(1), name);
  const tail = url.hash;
  const bare = url.origin + url.pathname;
  const href = `${bare}${query === '' ? '' : `?${query}`}${tail}`;
  const landing = readLanding(url.pathname);
  return {
    href,
    asked: url.href,
    head: `${bare}?${query === '' ? '' : `${query}&`}${name}=`,
    tail,
    landing,
    product: options.landingHash('product', landing.productId),
    store: options.landingHash('store', landing.storeId),
    flag,
  };
}

/** The query as the publisher wrote it, but for one parameter: re-serialising the rest would change its encoding. */
function withoutParameter(query: string, name: string): string {
  return query === ''
    ? ''
    : query
        .split('&')
        .filter((pair) => parameterName(pair) !== name)
        .join('&');
}

function parameterName(pair: string): string {
  const equals = pair.indexOf('=');
  const name = (equals < 0 ? pair : pair.slice(0, equals)).replaceAll('+', ' ');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
