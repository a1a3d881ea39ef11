import type { Metric, MetricsNow } from '../../modules/stats/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { BuiltFiles } from '../../platform/http/index.ts';

/** What the pages need of the network around them. */
export interface SiteDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly bundle: BuiltFiles;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly network: {
    readonly name: string;
    /** Publishers that were counted elsewhere before (S-024). */
    readonly publishersBefore: number;
  };
  /** What a program gets at the bare address instead of the page. */
  readonly home: Readonly<Record<string, string>>;
  /** The figures of programs for lists, at most ten minutes old; a program without any is absent. */
  readonly figuresOf: (codes: readonly string[]) => Promise<ReadonlyMap<string, readonly Metric[]>>;
  readonly metricsNow: MetricsNow;
  /** What the terms of a program say of two countries, by the code that decides orders (S-039). */
  readonly verdicts: (asked: VerdictQuestion) => Promise<readonly CountryVerdict[] | null>;
}

export interface VerdictQuestion {
  readonly program: string;
  readonly clickCountry: string;
  readonly deliveryCountry: string;
  readonly anonymizer: 'no' | 'yes' | 'unknown';
}

/** The verdict on one kind of order. */
export interface CountryVerdict {
  readonly kind: 'ordinary' | 'hot' | 'domestic_direct' | 'domestic_home' | 'non_affiliate' | 'virtual';
  readonly status: 'approved' | 'no_reward' | 'declined' | 'unresolved' | 'not_attributed';
  /** A reason code of decisions. */
  readonly reason: string;
  /** Percent that the terms state; `null` where it is the product's own, a fixed amount, or nothing. */
  readonly rate: string | null;
  readonly rateIsProducts: boolean;
  readonly regime: string | null;
  readonly version: string | null;
}
