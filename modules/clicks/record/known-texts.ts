import { unescaped } from './record-form.ts';

/** Texts that are remembered; of two that want the same place the last. A power of two. */
const SLOTS = 4096;
/** Longer ones are made anew. */
const BYTES_MAX = 64;

/** A field as SubID, and the five SubIDs of a click that has no other. */
type Alone = readonly [string | null, null, null, null, null];

/**
 * Fields that many clicks share, link codes and SubIDs, recognised by their bytes: the string that was made for the first serves all. Such
 * a string is also found quickly in a map, which has its hash already.
 */
export class KnownTexts {
  readonly #known = new DataView(new ArrayBuffer(SLOTS * BYTES_MAX));
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #texts: (string | null)[] = new Array(SLOTS).fill('');
  readonly #alone: (Alone | null)[] = new Array(SLOTS).fill(null);

  /** What stands in a field. */
  of(bytes: Buffer, view: DataView, from: number, until: number): string | null {
    if (until - from > BYTES_MAX) return unescaped(bytes.toString('utf8', from, until));
    return this.#texts[this.#slot(bytes, view, from, until)] ?? null;
  }

  /** The SubIDs of a click that has no further one than the first; the same array for all that have the same. */
  alone(bytes: Buffer, view: DataView, from: number, until: number): Alone {
    if (until - from > BYTES_MAX) return [this.of(bytes, view, from, until), null, null, null, null];
    const slot = this.#slot(bytes, view, from, until);
    const known = this.#alone[slot] ?? null;
    if (known !== null) return known;
    const made: Alone = [this.#texts[slot] ?? null, null, null, null, null];
    this.#alone[slot] = made;
    return made;
  }

  #slot(bytes: Buffer, view: DataView, from: number, until: number): number {
    const length = until - from;
    const slot = slotOf(view, from, until);
    const place = slot * BYTES_MAX;
    if (this.#lengths[slot] === length && this.#isAt(place, view, from, until)) return slot;
    for (let at = 0; at < length; at += 1) this.#known.setUint8(place + at, view.getUint8(from + at));
    this.#lengths[slot] = length;
    this.#texts[slot] = unescaped(bytes.toString('utf8', from, until));
    this.#alone[slot] = null;
    return slot;
  }

  #isAt(place: number, view: DataView, from: number, until: number): boolean {
    const known = this.#known;
    let at = from;
    for (; at + 4 <= until; at += 4) if (known.getInt32(place + at - from) !== view.getInt32(at)) return false;
    for (; at < until; at += 1) if (known.getUint8(place + at - from) !== view.getUint8(at)) return false;
    return true;
  }
}

function slotOf(view: DataView, from: number, until: number): number {
  let sum = until - from;
  let at = from;
  for (; at + 4 <= until; at += 4) sum = Math.imul(sum ^ view.getInt32(at), 0x9e3779b1) ^ (sum >>> 15);
  for (; at < until; at += 1) sum = Math.imul(sum, 31) + view.getUint8(at);
  return (sum ^ (sum >>> 12) ^ (sum >>> 22)) & (SLOTS - 1);
}
