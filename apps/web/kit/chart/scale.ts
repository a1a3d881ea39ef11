/** A vertical axis: its marks from the lowest to the highest, evenly apart. */
export type Scale = readonly number[];

const STEPS_MAX = 4;
const ROUND = [1, 2, 2.5, 5, 10] as const;

/** Marks at round numbers that hold zero and everything from `low` to `high`. */
export function scaleOf(low: number, high: number): Scale {
  const from = Math.min(low, 0);
  const to = Math.max(high, 0);
  if (to === from) return [0, 1];
  const least = (to - from) / STEPS_MAX;
  const power = 10 ** Math.floor(Math.log10(least));
  for (const factor of ROUND) {
    const step = factor * power;
    const first = Math.floor(from / step);
    const last = Math.ceil(to / step);
    // Below zero and above it there may be one begun step each.
    if (last - first > STEPS_MAX + 1) continue;
    return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  }
  return [from, to];
}
