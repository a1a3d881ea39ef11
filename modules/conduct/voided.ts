import type { Queryable } from '../../platform/db/index.ts';
import { awaitSanctions, type Place, voidingSanctions } from './store.ts';

/**
 * Which of these places earn nothing any more, by their index: a click may be older than the sanction, while its order comes after it
 * (S-089, S-105). What is answered holds until the transaction ends: a sanction that is imposed meanwhile finds the orders that it decides.
 */
export async function voidedPlaces(q: Queryable, places: readonly Place[]): Promise<ReadonlySet<number>> {
  if (places.length === 0) return new Set();
  await awaitSanctions(q, places);
  const sanctions = await voidingSanctions(q, places);
  if (sanctions.length === 0) return new Set();
  const isVoid = ({ program, publisherOrg, adSpaceId }: Place) =>
    sanctions.some(
      (sanction) =>
        sanction.program === program &&
        sanction.publisherOrg === publisherOrg &&
        (sanction.adSpaceId === null || sanction.adSpaceId === adSpaceId),
    );
  return new Set(places.flatMap((place, index) => (isVoid(place) ? [index] : [])));
}
