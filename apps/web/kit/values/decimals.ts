/** Sums of decimal texts of one currency, exact: minor units are added as whole numbers and never become floats. */
export function sumOf(amounts: readonly string[]): string {
  const scale = Math.max(0, ...amounts.map(decimals));
  const total = amounts.reduce((sum, amount) => sum + minorOf(amount, scale), 0n);
  return textOf(total, scale);
}

function decimals(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

function minorOf(amount: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const minor = BigInt(whole + fraction.padEnd(scale, '0'));
  return amount.startsWith('-') ? -minor : minor;
}

function textOf(minor: bigint, scale: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return minor < 0n ? `-${text}` : text;
}

/** Whether an amount is something else than zero. */
export function isSome(amount: string): boolean {
  return /[1-9]/.test(amount);
}

/** Amounts by their currency, each summed for itself (S-135). */
export function sumsByCurrency(
  amounts: readonly { readonly amount: string; readonly currency: string }[],
): { readonly amount: string; readonly currency: string }[] {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => ({
    currency,
    amount: sumOf(amounts.filter((each) => each.currency === currency).map(({ amount }) => amount)),
  }));
}

/** The first less the second. */
export function lessOf(from: string, amount: string): string {
  return sumOf([from, amount.startsWith('-') ? amount.slice(1) : `-${amount}`]);
}

/** Negative where the first is the smaller one, 0 where they are equal. */
export function comparedTo(one: string, other: string): number {
  const difference = lessOf(one, other);
  return isSome(difference) ? (difference.startsWith('-') ? -1 : 1) : 0;
}

/** The smallest of them. */
export function leastOf(first: string, ...others: readonly string[]): string {
  return others.reduce((least, each) => (comparedTo(each, least) < 0 ? each : least), first);
}

const HUNDRED_PLACES = 2;

/** So many percent of an amount that is not negative, rounded to its own places: to the nearest, ties to the even neighbour. */
export function percentOf(amount: string, percent: string): string {
  const scale = decimals(amount);
  const places = decimals(percent) + HUNDRED_PLACES;
  const product = minorOf(amount, scale) * minorOf(percent, decimals(percent));
  const unit = 10n ** BigInt(places);
  const [quotient, rest] = [product / unit, product % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && quotient % 2n === 1n);
  return textOf(isUp ? quotient + 1n : quotient, scale);
}
