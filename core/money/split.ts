/**
 * Shares `whole` minor units in proportion to `weights`: each share is first rounded down, then the missing units go one by one to the
 * largest remainders, ties to the earlier part. The parts always sum to the whole. With all weights zero everything goes to the
 * first part, so that nothing is lost.
 *
 * @param whole not below zero
 * @param weights none below zero, at least one part
 */
export function splitByLargestRemainder(whole: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) throw new Error('cannot share an amount among no parts');
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map((_, index) => (index === 0 ? whole : 0n));
  const parts = weights.map((weight) => (whole * weight) / total);
  const remainders = weights.map((weight, index) => ({ index, rest: (whole * weight) % total }));
  const missing = whole - parts.reduce((sum, part) => sum + part, 0n);
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of remainders.slice(0, Number(missing))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
