import { findClicksOf, type StoredClick } from '../../../modules/clicks/index.ts';
import type { ClickQuery, DecidingClick } from '../../../modules/commissions/index.ts';
import type { ClickFact } from '../../../modules/stats/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** Flags of clicks that no person made: stored and shown, in no ratio. */
const uncounted: ReadonlySet<string> = new Set(['bot', 'prefetch']);

export function clickFact(click: StoredClick): ClickFact {
  return {
    clickId: click.clickId,
    at: click.at,
    program: click.program,
    adSpaceId: click.adSpaceId,
    publisherOrg: click.publisherOrg,
    subids: click.subids,
    linkCode: click.linkCode,
    country: click.country,
    device: click.device,
    trafficType: click.trafficType,
    flags: click.flags,
    counted: !click.flags.some((flag) => uncounted.has(flag)),
    visitor: click.visitorId,
    visitorSince: click.visitorSince,
  };
}

/** A link's code is three codes of this length: its own, its ad space's and its program's. */
const CODE_CHARACTERS = 10;

/** Stored clicks as decisions look at them: with the ad space's code too, by which terms may name it. */
export async function clicksToDecide(
  q: Queryable,
  asked: readonly ClickQuery[],
): Promise<readonly ReadonlyMap<string, DecidingClick>[]> {
  const found = await findClicksOf(q, asked);
  return found.map(
    (clicks) =>
      new Map(
        [...clicks].map(([id, click]) => {
          const adSpaceCode = click.linkCode.slice(CODE_CHARACTERS, 2 * CODE_CHARACTERS);
          return [id, { ...click, adSpaceCode }];
        }),
      ),
  );
}
