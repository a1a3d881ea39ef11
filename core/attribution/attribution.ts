import type { AttributionTerms } from '../terms/model.ts';
import type { Instant } from '../time/instant.ts';

/** What attribution looks at in a click; whatever else the caller's clicks carry stays the caller's. */
export interface AttributableClick {
  readonly clickId: string | null;
  readonly at: Instant;
  readonly adSpace: { readonly id: string | null };
}

export interface AttributableOrder {
  readonly orderedAt: Instant;
  /** Clicks of the buyer, in any order. */
  readonly clicks: readonly AttributableClick[];
}

export type Attribution =
  | { readonly owned: true; readonly by: 'click'; readonly click: number }
  /** The coupon decides; `click` is the click through the same ad space, where there is one. */
  | { readonly owned: true; readonly by: 'coupon'; readonly click: number | null }
  | { readonly owned: false; readonly reason: 'NO_CLICK' | 'COOKIE_EXPIRED' };

export type ClickStanding = 'counts' | 'too-old' | 'after-order';

/** The window is half-open: a click counts while its age is below it; one after its order never does (I-30, R-5). */
export function clickStanding(clickedAt: Instant, orderedAt: Instant, windowMs: number): ClickStanding {
  if (counts(clickedAt, orderedAt, windowMs)) return 'counts';
  return clickedAt > orderedAt ? 'after-order' : 'too-old';
}

/**
 * Which click, if any, owns the order (C-16). A pure function of its arguments that does not depend on the order of the clicks:
 * equal times are settled by click id (I-29).
 *
 * @param couponAdSpace the ad space to which the coupon used was given; `null` without a coupon or for a public one
 */
export function attribute(
  order: AttributableOrder,
  couponAdSpace: { readonly id: string | null } | null,
  terms: AttributionTerms,
): Attribution {
  if (terms.coupon === 'coupon-first' && couponAdSpace !== null) {
    const click = pickClick(order, terms, couponAdSpace.id);
    return { owned: true, by: 'coupon', click: click === NONE ? null : click };
  }
  const click = pickClick(order, terms, undefined);
  if (click !== NONE) return { owned: true, by: 'click', click };
  const expired = order.clicks.some(({ at }) => clickStanding(at, order.orderedAt, terms.windowMs) === 'too-old');
  return { owned: false, reason: expired ? 'COOKIE_EXPIRED' : 'NO_CLICK' };
}

const NONE = -1;

/** The click to which the terms give the order, among those of one ad space or, with `undefined`, among all; `NONE` when none counts. */
function pickClick(
  { clicks, orderedAt }: AttributableOrder,
  terms: AttributionTerms,
  adSpaceId: string | null | undefined,
): number {
  let picked: AttributableClick | undefined;
  let pickedIndex = NONE;
  for (let index = 0; index < clicks.length; index += 1) {
    const click = clicks[index];
    if (click === undefined || !counts(click.at, orderedAt, terms.windowMs)) continue;
    // A coupon's click is only looked for in a known ad space: two unknown ones are not the same one.
    if (adSpaceId !== undefined && (adSpaceId === null || click.adSpace.id !== adSpaceId)) continue;
    if (picked === undefined || (isLater(click, picked) ? terms.pick === 'last' : terms.pick === 'first')) {
      picked = click;
      pickedIndex = index;
    }
  }
  return pickedIndex;
}

function counts(clickedAt: Instant, orderedAt: Instant, windowMs: number): boolean {
  const ageMs = orderedAt - clickedAt;
  return ageMs >= 0 && ageMs < windowMs;
}

function isLater(a: AttributableClick, b: AttributableClick): boolean {
  if (a.at !== b.at) return a.at > b.at;
  const left = a.clickId ?? '';
  const right = b.clickId ?? '';
  if (left !== right) return left > right;
  return (a.adSpace.id ?? '') > (b.adSpace.id ?? '');
}
