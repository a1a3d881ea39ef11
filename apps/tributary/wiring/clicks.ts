import type { StoredClick } from '../../../modules/clicks/index.ts';
import type { ClickFact } from '../../../modules/stats/index.ts';

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
    country: click.country,
    adSpaceKind: click.adSpaceKind,
    trafficType: click.trafficType,
    flags: click.flags,
    counted: !click.flags.some((flag) => uncounted.has(flag)),
    visitor: click.visitorId,
  };
}
