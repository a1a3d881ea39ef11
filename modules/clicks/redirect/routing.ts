import type { EdgeLink, EdgeSnapshot } from '../links/snapshot.ts';

/**
 * The pair's link that a click is moved to, `null` where it stays: routing is on, or the visitor is in the test share; the
 * click's country belongs to the other program; the ad space is joined to both.
 */
export function routedLink(
  snapshot: EdgeSnapshot,
  from: EdgeLink,
  click: { readonly country: string | null; readonly person: string },
): EdgeLink | null {
  const { pair, mode, share, countries } = from.program.record.geoRouting;
  if (pair === null || mode === 'off' || click.country === null || countries === undefined) {
    return null;
  }
  const to = snapshot.program(pair);
  if (to === undefined || to.record.status !== 'active' || to.record.geoRouting.countries === undefined) {
    return null;
  }
  const belongsHere = from.program.routeCountries?.has(click.country) ?? !to.routeCountries?.has(click.country);
  if (belongsHere || (mode === 'test' && visitorFraction(click.person) >= share)) {
    return null;
  }
  const link = snapshot.ofAdSpace(from.link.adSpace.id, pair);
  return link?.link.partnership.status === 'joined' ? link : null;
}

/** A number in [0, 1) that is the same for a visitor each time (FNV-1a), so that nobody is sent here now and there next. */
function visitorFraction(person: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < person.length; index += 1) {
    hash = Math.imul(hash ^ person.charCodeAt(index), 0x01000193);
  }
  // FNV's low bits mix well, its high ones only after another round.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
