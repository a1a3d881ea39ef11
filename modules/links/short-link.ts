import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { randomAlphanumeric } from '../../platform/secrets/index.ts';
import { programByCode } from '../programs/index.ts';
import { insertShort, linkByCode, type StoredLink, shortOf } from './store.ts';
import type { ClickReading } from './targets.ts';

/** A link with a target and all its SubIDs; what is longer is no link but an attack. */
export const LINK_CHARACTERS_MAX = 8_192;

/** Parameters that mean something to a click; others are not kept. */
const PARAMETERS: ReadonlySet<string> = new Set(['subid', 'subid1', 'subid2', 'subid3', 'subid4', 'ulp', 'sig']);
/** As the table says. */
const QUERY_CHARACTERS_MAX = 2_000;
export const LINK_PATH = /^\/g\/([0-9a-z]{30})(?:\/|$)/;
export const SHORT_PATH = /^\/s\/([0-9a-z]{8})\/?$/;

/** 36⁸ of them: guessing one of a million takes millions of tries, and would be no more than finding a link. */
const SHORT_CHARACTERS = 8;
/** That two random ones are alike is rare, that it happens again and again is a defect. */
const TRIES_MAX = 5;

export interface ShortLinkDeps {
  readonly publicUrl: string;
  readonly clicks: ClickReading;
}

/**
 * Path of the short link of one of the tenant's links with its parameters; the same however often it is asked for. A target that was not
 * signed yet is (S-096). Run it as the publisher. Refuses `field_invalid` for what is no link of this network or has an altered target, and
 * `not_found` for a link that is not the tenant's.
 */
export async function shortLink(
  tx: Tx,
  { publicUrl, clicks }: ShortLinkDeps,
  asked: { readonly link: string; readonly at: Instant },
): Promise<Result<string>> {
  const meant = meaningOf(asked.link, publicUrl);
  if (meant === null)
    return refused(noLink(asked.link, `expected an address that begins with ${publicUrl}/g/`, 'network_link'));
  const { code } = meant;
  const link = await linkByCode(tx, code);
  if (link === null) {
    const detail = 'There is no such link among yours.';
    return refused({ code: 'not_found', field: 'link', value: shownValue(code), detail });
  }
  const query = await signedQuery(tx, clicks, link, meant.query);
  if (query === null) return refused(noLink(asked.link, 'its target was altered after it was made', 'unaltered_link'));
  if (query.length > QUERY_CHARACTERS_MAX) {
    return refused(
      noLink(asked.link, `expected parameters of at most ${QUERY_CHARACTERS_MAX} characters`, 'short_link'),
    );
  }
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const known = await shortOf(tx, code, query);
    if (known !== null) return ok(shortPath(known));
    const short = randomAlphanumeric(SHORT_CHARACTERS);
    // Where somebody else was first with the same meaning, the next look finds theirs.
    if (await insertShort(tx, { short, code, query, publisherOrg: link.publisherOrg }, asked.at))
      return ok(shortPath(short));
  }
  throw new Error(`short link of ${code}: ${TRIES_MAX} random texts were taken`);
}

function shortPath(short: string): string {
  return `/s/${short}`;
}

function meaningOf(link: string, publicUrl: string): { readonly code: string; readonly query: string } | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  const code = LINK_PATH.exec(url.pathname)?.[1];
  if (url.host !== new URL(publicUrl).host || code === undefined) return null;
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((part) => PARAMETERS.has(part.split('=', 1)[0] ?? ''));
  return { code, query: kept.join('&') };
}

/** The parameters with the target signed; `null` where its signature is not of it. A target that is not taken stays as it is. */
async function signedQuery(tx: Tx, clicks: ClickReading, link: StoredLink, query: string): Promise<string | null> {
  const { target, signature } = clicks.readQuery(query);
  if (target === null && signature === null) return query;
  const program = await programByCode(tx, link.program);
  const verdict = target === null || program === null ? null : clicks.judgeTarget(program, target);
  if (signature !== null) return clicks.isSignature(signature, link.code, verdict?.target ?? '') ? query : null;
  if (verdict?.ok !== true) return query;
  const others = query.split('&').filter((part) => !/^ulp(=|$)/.test(part));
  return [...others, clicks.signedParameters(link.code, verdict.target)].join('&');
}

function noLink(link: string, expected: string, kind: 'network_link' | 'short_link' | 'unaltered_link'): Refusal {
  return {
    code: 'field_invalid',
    field: 'link',
    value: shownValue(link),
    detail: `It is no link of this network that can be shortened; ${expected}.`,
    expected: { kind },
  };
}
