const HIGH_BITS = 16;
const HIGHS = 2 ** HIGH_BITS;

/**
 * Finds the last of sorted IPv4 range starts that is not above an address; −1 for none. What an address begins with says where between
 * the starts to look, so that a search meets a few words of memory instead of twenty: most of its cost was waiting for them.
 */
export function startFinder(starts: Uint32Array): (word: number) => number {
  /** How many starts have this upper half or a lower one; one entry further, so that the half below the lowest has one too. */
  const upTo = new Uint32Array(HIGHS + 1);
  let row = 0;
  for (let high = 0; high < HIGHS; high += 1) {
    while (row < starts.length && (starts[row] ?? 0) >>> HIGH_BITS <= high) row += 1;
    upTo[high + 1] = row;
  }
  return (word) => {
    const half = word >>> HIGH_BITS;
    let low = (upTo[half] ?? 0) - 1;
    let high = upTo[half + 1] ?? 0;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= word) low = middle;
      else high = middle;
    }
    return low;
  };
}
