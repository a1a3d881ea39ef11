/** RFC 3492: labels of hosts that are not ASCII, as browsers send them. */
const BASE = 36;
const SKEW = 38;
const DAMP = 700;
const INITIAL = { number: 128, bias: 72 } as const;

/** A host in the script that its owner knows it by; what is no proper label stays as it is. Only for hosts of the reader's own: others may imitate. */
export function unicodeHost(host: string): string {
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decoded(label.slice(4)) ?? label) : label))
    .join('.');
}

function decoded(label: string): string | null {
  if (label === '') return null;
  const dash = label.lastIndexOf('-');
  const letters = [...label.slice(0, Math.max(0, dash))];
  let { number, bias }: { number: number; bias: number } = INITIAL;
  let place = 0;
  for (let at = dash === -1 ? 0 : dash + 1; at < label.length; ) {
    const start = place;
    let weight = 1;
    for (let step = BASE; ; step += BASE) {
      const digit = at < label.length ? Number.parseInt(label.charAt(at), BASE) : Number.NaN;
      at += 1;
      if (Number.isNaN(digit)) return null;
      // Letters stand for 0 to 25 and figures for 26 to 35; the parser counts them the other way round.
      const value = digit < 10 ? digit + 26 : digit - 10;
      place += value * weight;
      const threshold = Math.min(26, Math.max(1, step - bias));
      if (value < threshold) break;
      weight *= BASE - threshold;
    }
    const length = letters.length + 1;
    bias = adapted(place - start, length, start === 0);
    number += Math.floor(place / length);
    place %= length;
    if (number > 0x10_ff_ff) return null;
    letters.splice(place, 0, String.fromCodePoint(number));
    place += 1;
  }
  return letters.join('');
}

function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let steps = 0;
  for (; rest > 455; steps += BASE) rest = Math.floor(rest / (BASE - 1));
  return steps + Math.floor((BASE * rest) / (rest + SKEW));
}
