import type { ClickQuery, CouponOwner, CouponQuery, DecidingClick } from '../../../modules/commissions/index.ts';
import { voidedPlaces } from '../../../modules/conduct/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

type FindClicks<Q extends ClickQuery> = (
  q: Queryable,
  asked: readonly Q[],
) => Promise<readonly ReadonlyMap<string, DecidingClick>[]>;

/**
 * Clicks as they are found, but for orders that come now: those of ad spaces whose actions a sanction voids earn nothing, although they
 * were made before it. Orders that are decided already keep the facts of their decision.
 */
export function withVoidedClicks<Q extends ClickQuery>(find: FindClicks<Q>): FindClicks<Q> {
  return async (q, asked) => {
    const found = await find(q, asked);
    const clicks = found.flatMap((byId, index) => {
      const program = asked[index]?.program;
      return program === undefined ? [] : [...byId.values()].map((click) => ({ program, click }));
    });
    const voided = await voidedPlaces(
      q,
      clicks.map(({ program, click }) => ({ program, publisherOrg: click.publisherOrg, adSpaceId: click.adSpaceId })),
    );
    if (voided.size === 0) return found;
    const isVoid = new Set(clicks.flatMap(({ click }, index) => (voided.has(index) ? [click] : [])));
    return found.map(
      (byId) => new Map([...byId].map(([id, click]) => [id, isVoid.has(click) ? voidedClick(click) : click])),
    );
  };
}

/** As a click that was made through a blocked ad space: its order says why it earns nothing. */
function voidedClick(click: DecidingClick): DecidingClick {
  return { ...click, attributable: false, flags: [...click.flags, 'space_not_active'] };
}

type FindOwners = (q: Queryable, asked: readonly CouponQuery[]) => Promise<readonly (CouponOwner | null)[]>;

/** The same of the ad spaces that coupons were given to: they are blocked from the moment of the sanction on. */
export function withVoidedCoupons(find: FindOwners): FindOwners {
  return async (q, asked) => {
    const found = await find(q, asked);
    const owned = found.flatMap((owner, index) => {
      const program = asked[index]?.program;
      return owner === null || program === undefined ? [] : [{ owner, program }];
    });
    const places = owned.map(({ owner: { publisherOrg, adSpaceId }, program }) => ({
      program,
      publisherOrg,
      adSpaceId,
    }));
    const voided = await voidedPlaces(q, places);
    const isVoid = new Set(owned.flatMap(({ owner }, index) => (voided.has(index) ? [owner] : [])));
    return found.map((owner) => (owner !== null && isVoid.has(owner) ? { ...owner, blocked: true } : owner));
  };
}
