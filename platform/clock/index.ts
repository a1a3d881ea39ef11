/** A moment in UTC: integer milliseconds since 1970-01-01T00:00:00Z (the same meaning as in `core/time`). */
export type Instant = number;

/** Where a process reads the time. Each process has exactly one, made in its wiring; nothing else asks the system. */
export interface Clock {
  /** The present moment, in whole milliseconds. */
  now(): Instant;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is told otherwise: for the example loader, the simulator and tests. */
export interface ManualClock extends Clock {
  set(at: Instant): void;
  advance(milliseconds: number): void;
}

/** Makes a clock standing at `start`. Throws on anything that is not a whole number of milliseconds. */
export function manualClock(start: Instant): ManualClock {
  let present = wholeMilliseconds(start);
  return {
    now: () => present,
    set: (at) => {
      present = wholeMilliseconds(at);
    },
    advance: (milliseconds) => {
      present = wholeMilliseconds(present + milliseconds);
    },
  };
}

function wholeMilliseconds(value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `clock: ${value} is no whole number of milliseconds; pass an integer such as Date.UTC(2022, 5, 15)`,
    );
  }
  return value;
}
