import type { Instant } from '../../../core/time/instant.ts';

const SECOND_MS = 1_000;

/**
 * When a click was made, as the order sees it. Clicks know milliseconds and many shops tell whole seconds: an order time without a
 * fraction lies up to 999 ms before a click of the same second that led to it. Such a click counts as made at the order's time.
 */
export function clickTimeForOrder(clickedAt: Instant, orderedAt: Instant): Instant {
  const isSameWholeSecond = orderedAt % SECOND_MS === 0 && clickedAt >= orderedAt && clickedAt < orderedAt + SECOND_MS;
  return isSameWholeSecond ? orderedAt : clickedAt;
}
