/**
 * All link codes of a network in one array: a million of them are 32 MB, read from a file in one go and searched without making an
 * object. A code is 10 characters of its own, 10 of its ad space and 10 of its program; only its own 10 are kept here, as two numbers
 * below 36⁵, with the number of the *place* (ad space in a program) that the other 20 stand for.
 */

export const CODE_CHARACTERS = 30;
/** Half its own part is a number that fits a word. */
export const HALF_CHARACTERS = 5;

/** Words of a slot: first half + 1 (0: empty), second half, place, target + 1 (0: the program's home page). */
const SLOT_WORDS = 4;
const SLOTS_MIN = 1_024;
/** Above it searches get long: then the table doubles. */
const FULL_MAX = 0.6;
const TARGET_BYTES_MIN = 4_096;
const LENGTH_BYTES = 4;

/** What a character stands for, by its code; `NO_DIGIT` for those that stand for nothing. */
const NO_DIGIT = 64;
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, digit] of [...'0123456789abcdefghijklmnopqrstuvwxyz'].entries()) DIGITS[digit.charCodeAt(0)] = value;

/** The number of 5 characters of a code from `at` on; −1 where one is no lower-case letter or digit. Spelled out: it runs for each click. */
export function halfOf(code: string, at: number): number {
  const a = DIGITS[code.charCodeAt(at)] ?? NO_DIGIT;
  const b = DIGITS[code.charCodeAt(at + 1)] ?? NO_DIGIT;
  const c = DIGITS[code.charCodeAt(at + 2)] ?? NO_DIGIT;
  const d = DIGITS[code.charCodeAt(at + 3)] ?? NO_DIGIT;
  const e = DIGITS[code.charCodeAt(at + 4)] ?? NO_DIGIT;
  return (a | b | c | d | e) < NO_DIGIT ? (((a * 36 + b) * 36 + c) * 36 + d) * 36 + e : -1;
}

/** What a table is kept as in a file. */
export interface TableParts {
  readonly links: number;
  readonly slots: Uint32Array;
  readonly targets: Buffer;
}

export class LinkTable {
  #slots: Uint32Array;
  #mask: number;
  #links: number;
  #targets: Buffer;
  #targetsUsed: number;

  constructor(parts: TableParts | null = null) {
    this.#slots = parts?.slots ?? new Uint32Array(SLOTS_MIN * SLOT_WORDS);
    this.#mask = this.#slots.length / SLOT_WORDS - 1;
    this.#links = parts?.links ?? 0;
    this.#targets = parts?.targets ?? Buffer.alloc(0);
    this.#targetsUsed = this.#targets.length;
  }

  get links(): number {
    return this.#links;
  }

  /** The array itself, not a copy: write it out before the next change. */
  get parts(): TableParts {
    return { links: this.#links, slots: this.#slots, targets: this.#targets.subarray(0, this.#targetsUsed) };
  }

  /** The first slot that holds these halves, −1 for none. Codes of several places may share them: `after` goes on. */
  find(first: number, second: number, after = -1): number {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = after < 0 ? hash(first, second) & mask : (after + 1) & mask; ; slot = (slot + 1) & mask) {
      const word = slots[slot * SLOT_WORDS];
      if (word === 0) {
        return -1;
      }
      if (word === first + 1 && slots[slot * SLOT_WORDS + 1] === second) {
        return slot;
      }
    }
  }

  place(slot: number): number {
    return this.#slots[slot * SLOT_WORDS + 2] ?? 0;
  }

  /** `null` for the program's home page. */
  target(slot: number): string | null {
    const at = this.#slots[slot * SLOT_WORDS + 3] ?? 0;
    return at === 0 ? null : this.#targetText(at - 1);
  }

  /** Adds a link, or gives one that is there another target. */
  set(first: number, second: number, link: { readonly place: number; readonly target: string | null }): void {
    let slot = this.find(first, second);
    while (slot >= 0 && this.place(slot) !== link.place) {
      slot = this.find(first, second, slot);
    }
    if (slot < 0) {
      if (this.#links + 1 > (this.#mask + 1) * FULL_MAX) {
        this.#grow();
      }
      slot = this.#empty(first, second);
      this.#links += 1;
      this.#slots.set([first + 1, second, link.place], slot * SLOT_WORDS);
    }
    if (this.target(slot) !== link.target) {
      this.#slots[slot * SLOT_WORDS + 3] = link.target === null ? 0 : this.#keepTarget(link.target) + 1;
    }
  }

  #empty(first: number, second: number): number {
    let slot = hash(first, second) & this.#mask;
    while (this.#slots[slot * SLOT_WORDS] !== 0) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    this.#mask = this.#slots.length / SLOT_WORDS - 1;
    for (let at = 0; at < before.length; at += SLOT_WORDS) {
      const first = before[at] ?? 0;
      if (first !== 0) {
        const slot = this.#empty(first - 1, before[at + 1] ?? 0);
        this.#slots.set(before.subarray(at, at + SLOT_WORDS), slot * SLOT_WORDS);
      }
    }
  }

  /** Texts are only added: what a changed target leaves behind goes when all links are loaded anew. */
  #keepTarget(target: string): number {
    const at = this.#targetsUsed;
    const length = Buffer.byteLength(target);
    const end = at + LENGTH_BYTES + length;
    if (end > this.#targets.length) {
      const wider = Buffer.alloc(Math.max(TARGET_BYTES_MIN, end, this.#targets.length * 2));
      this.#targets.copy(wider, 0, 0, at);
      this.#targets = wider;
    }
    this.#targets.writeUInt32LE(length, at);
    this.#targets.write(target, at + LENGTH_BYTES);
    this.#targetsUsed = end;
    return at;
  }

  #targetText(at: number): string {
    const from = at + LENGTH_BYTES;
    return this.#targets.toString('utf8', from, from + this.#targets.readUInt32LE(at));
  }
}

/** Own characters are random already; mixing keeps hand-made codes apart too. */
function hash(first: number, second: number): number {
  let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Whether parts read from a file fit together. */
export function isTable({ links, slots }: Pick<TableParts, 'links' | 'slots'>): boolean {
  const count = slots.length / SLOT_WORDS;
  return count >= SLOTS_MIN && (count & (count - 1)) === 0 && links <= count * FULL_MAX;
}
