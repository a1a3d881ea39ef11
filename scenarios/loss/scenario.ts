/** What goes wrong, as data; `faults.ts` does it. Stretches of time are counted in clicks at the scenario's rate. */
export type Fault =
  | { readonly kind: 'kill-edge'; readonly times: number; readonly clicksBetweenMax: number }
  /** `alarmed`: away for so long that the worker has to say so. */
  | { readonly kind: 'kill-database'; readonly awayClicks: number; readonly alarmed: boolean }
  | { readonly kind: 'freeze-database'; readonly clicks: number }
  | { readonly kind: 'slow-database'; readonly delayMs: number; readonly clicks: number }
  | { readonly kind: 'fill-spool'; readonly flaggedClicks: number }
  | { readonly kind: 'refuse-disk'; readonly flaggedClicks: number }
  | { readonly kind: 'set-clock-back'; readonly hours: number; readonly clicks: number }
  | { readonly kind: 'set-clock-ahead'; readonly hours: number; readonly clicks: number }
  | { readonly kind: 'damage-segment'; readonly clicks: number }
  | { readonly kind: 'tear-last-record'; readonly clicks: number }
  | { readonly kind: 'restart-with-full-spool'; readonly clicks: number };

export interface Scenario {
  readonly name: string;
  /** What a reader of the result learns. */
  readonly story: string;
  readonly edges: number;
  readonly clicksPerSecond: number;
  readonly fault: Fault;
  /** Size of a spool segment where the usual one would never be full; `null` is the product's. */
  readonly segmentBytes: number | null;
  /** `TRIBUTARY_SPOOL_MAX` of each edge; `null`: none. */
  readonly spoolBytesMax: number | null;
  /** Redirects that are flagged as not durable: a promise when the disk refuses, a failure otherwise. */
  readonly flagged: 'none' | 'some';
  /** Records that could not be read back: none, or exactly those that were damaged, named by `tributary doctor`. */
  readonly lost: 'none' | 'named';
  /** Longest that 99 of 100 visitors wait while the fault lasts (G-4), in milliseconds. */
  readonly p99MsMax: number;
  /** A run that takes longer has failed. */
  readonly secondsMax: number;
  /** The same in seconds, for `npm test`, which looks at counts only. */
  readonly short: Partial<Pick<Scenario, 'clicksPerSecond' | 'segmentBytes' | 'spoolBytesMax'>> & {
    readonly fault: Fault;
  };
}

/** The scenario as `npm test` runs it. */
export function shortened(scenario: Scenario): Scenario {
  return { ...scenario, ...scenario.short, p99MsMax: Number.POSITIVE_INFINITY };
}
