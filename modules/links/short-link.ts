import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { randomAlphanumeric } from '../../platform/secrets/index.ts';
import { insertShort, linkByCode, shortOf } from './store.ts';

/** A link with a target and all its SubIDs; what is longer is no link but an attack. */
export const LINK_CHARACTERS_MAX = 8_192;

/** Parameters that mean something to a click; others are not kept. */
const PARAMETERS: ReadonlySet<string> = new Set(['subid', 'subid1', 'subid2', 'subid3', 'subid4', 'ulp']);
/** As the table says. */
const QUERY_CHARACTERS_MAX = 2_000;
export const LINK_PATH = /^\/g\/([0-9a-z]{30})(?:\/|$)/;
export const SHORT_PATH = /^\/s\/([0-9a-z]{8})\/?$/;

/** 36⁸ of them: guessing one of a million takes millions of tries, and would be no more than finding a link. */
const SHORT_CHARACTERS = 8;
/** That two random ones are alike is rare, that it happens again and again is a defect. */
const TRIES_MAX = 5;

/**
 * Path of the short link of one of the tenant's links with its parameters; the same however often it is asked for. Run it as the
 * publisher. Refuses `field_invalid` for what is no link of this network, and `not_found` for a link that is not the tenant's.
 */
export async function shortLink(
  tx: Tx,
  asked: { readonly link: string; readonly publicUrl: string; readonly at: Instant },
): Promise<Result<string>> {
  const meant = meaningOf(asked.link, asked.publicUrl);
  if (meant === null)
    return refused(noLink(asked.link, `expected an address that begins with ${asked.publicUrl}/g/`, 'network_link'));
  const { code, query } = meant;
  if (query.length > QUERY_CHARACTERS_MAX) {
    return refused(
      noLink(asked.link, `expected parameters of at most ${QUERY_CHARACTERS_MAX} characters`, 'short_link'),
    );
  }
  const link = await linkByCode(tx, code);
  if (link === null) {
    const detail = 'There is no such link among yours.';
    return refused({ code: 'not_found', field: 'link', value: shownValue(code), detail });
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

function noLink(link: string, expected: string, kind: 'network_link' | 'short_link'): Refusal {
  return {
    code: 'field_invalid',
    field: 'link',
    value: shownValue(link),
    detail: `It is no link of this network; ${expected}.`,
    expected: { kind },
  };
}
