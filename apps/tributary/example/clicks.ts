import type { Instant } from '../../../core/time/instant.ts';
import type { AdSpaceKey } from './people.ts';
import type { PlannedClick } from './plan.ts';
import type { Random } from './random.ts';
import { addressIn, crawlerUserAgent, userAgents } from './visitors.ts';

type Weighted<T> = readonly (readonly [value: T, weight: number])[];

/** How one program's visitors come: from which ad spaces, which countries, to which pages. */
export interface Audience {
  readonly program: string;
  readonly adSpaces: Weighted<AdSpaceKey>;
  readonly countries: Weighted<string>;
  readonly targets: Weighted<string | null>;
}

const campaigns = ['autumn', 'review', 'newsletter', 'top10', 'gifts'] as const;
const placements = ['header', 'text', 'sidebar', 'post'] as const;

export interface Visit extends PlannedClick {
  readonly country: string;
}

/** One visit at `at`, as a person would make it. */
export function visit(audience: Audience, at: Instant, random: Random): Visit {
  const country = random.weighted(audience.countries);
  return {
    at,
    country,
    program: audience.program,
    adSpace: random.weighted(audience.adSpaces),
    address: addressIn(country, random),
    userAgent: random.pick(userAgents),
    prefetch: false,
    subids: [random.pick(campaigns), random.next() < 0.5 ? random.pick(placements) : null, null, null, null],
    target: random.weighted(audience.targets),
  };
}

/** A crawler's visit: stored and flagged, never counted. */
export function crawl(audience: Audience, at: Instant, random: Random): PlannedClick {
  return { ...visit(audience, at, random), userAgent: crawlerUserAgent };
}

/**
 * `count` moments in [from, until), spread over the days as people are awake: few at night, most in the evening (Moscow time).
 * Ascending.
 */
export function moments(count: number, from: Instant, until: Instant, random: Random): Instant[] {
  const result: Instant[] = [];
  while (result.length < count) {
    const at = from + Math.floor(random.next() * (until - from));
    const hour = new Date(at + 3 * 3_600_000).getUTCHours();
    const wakefulness = hour < 7 ? 0.15 : hour < 18 ? 0.7 : 1;
    if (random.next() < wakefulness) result.push(at);
  }
  return result.sort((a, b) => a - b);
}
