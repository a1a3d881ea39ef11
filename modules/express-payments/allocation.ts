import { type Decimal, powerOfTen, roundQuotient } from '../../core/money/index.ts';

/** An order that may be advanced: what is approved of it, not funded and not advanced yet. */
export interface Candidate {
  readonly program: string;
  readonly orderId: string;
  /** More than zero. */
  readonly minor: bigint;
}

/** `amount` from the first candidates on, the last one perhaps in part; less where they are less together. */
export function allocate<C extends Candidate>(candidates: readonly C[], amount: bigint): C[] {
  let left = amount;
  const taken: C[] = [];
  for (const candidate of candidates) {
    if (left <= 0n) break;
    const minor = candidate.minor < left ? candidate.minor : left;
    taken.push({ ...candidate, minor });
    left -= minor;
  }
  return taken;
}

const HUNDRED = 100n;

/** What the network keeps of an advance, rounded to the nearest minor unit, ties to the even one. */
export function feeOf(minor: bigint, percent: Decimal): bigint {
  return roundQuotient(minor * percent.digits, HUNDRED * powerOfTen(percent.scale), 'half-even');
}

export interface Part {
  readonly program: string;
  readonly minor: bigint;
  readonly fee: bigint;
}

/**
 * What was allocated, by program, with the fee of each. The fees add up to that of the whole: each is what the fee grows by when its part
 * is added. Up to 50 % no fee is more than its part.
 */
export function partsOf(taken: readonly Candidate[], percent: Decimal): Part[] {
  const sums = new Map<string, bigint>();
  for (const { program, minor } of taken) sums.set(program, (sums.get(program) ?? 0n) + minor);
  let before = 0n;
  return [...sums].map(([program, minor]) => {
    const fee = feeOf(before + minor, percent) - feeOf(before, percent);
    before += minor;
    return { program, minor, fee };
  });
}

/** What is advanced for one order by one payment and not settled. */
export interface OpenAdvance {
  readonly open: bigint;
}

/** How much of each advance of an order, the oldest first, is set off so that no more than `kept` stays. */
export function excessOf<A extends OpenAdvance>(
  advances: readonly A[],
  kept: bigint,
): (A & { readonly minor: bigint })[] {
  let excess = advances.reduce((sum, { open }) => sum + open, 0n) - kept;
  return advances.flatMap((advance) => {
    const minor = excess < advance.open ? excess : advance.open;
    if (minor <= 0n) return [];
    excess -= minor;
    return [{ ...advance, minor }];
  });
}
