import { findClicksOf, type StoredClick } from '../../../modules/clicks/index.ts';
import type { ClickQuery, DecidingClick } from '../../../modules/commissions/index.ts';
import type { ClickFact } from '../../../modules/stats/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** Flags of clicks that no person made: stored and shown, in no ratio. */
const uncounted: ReadonlySet<string> = new Set(['bot', 'prefetch']);

/** A click as statistics look at it. They look at each once and not at all of it, so that nothing is made before it is asked for. */
export function clickFact(click: StoredClick): ClickFact {
  return new FactOfClick(click);
}

class FactOfClick implements ClickFact {
  readonly #click: StoredClick;

  constructor(click: StoredClick) {
    this.#click = click;
  }

  get clickId() {
    return this.#click.clickId;
  }
  get at() {
    return this.#click.at;
  }
  get program() {
    return this.#click.program;
  }
  get adSpaceId() {
    return this.#click.adSpaceId;
  }
  get publisherOrg() {
    return this.#click.publisherOrg;
  }
  get subids() {
    return this.#click.subids;
  }
  get linkCode() {
    return this.#click.linkCode;
  }
  get country() {
    return this.#click.country;
  }
  get device() {
    return this.#click.device;
  }
  get trafficType() {
    return this.#click.trafficType;
  }
  get flags() {
    return this.#click.flags;
  }
  get counted() {
    return !this.#click.flags.some((flag) => uncounted.has(flag));
  }
  get visitor() {
    return this.#click.visitorId;
  }
  get visitorSince() {
    return this.#click.visitorSince;
  }
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
