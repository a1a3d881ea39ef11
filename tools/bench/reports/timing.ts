import { median, percentile } from '../support/statistics.ts';

/** Milliseconds of each round, after one that warms up. */
export async function timed(rounds: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const from = performance.now();
    await work();
    if (round > 0) times.push(performance.now() - from);
  }
  return times;
}

export async function medianOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  return median(await timed(rounds, work));
}

export function p95(times: readonly number[]): number {
  return percentile(
    times.toSorted((one, other) => one - other),
    0.95,
  );
}
