const NEWLINE = 10;
/** No UTF-16 unit takes more bytes in UTF-8. */
const BYTES_PER_UNIT_MAX = 3;

/**
 * Lines of text as UTF-8, collected for one write. The bytes are kept and written over by the next piece, because making a large string
 * of many lines and new bytes of that string cost as much as deciding the orders.
 */
export class OutputPiece {
  #bytes: Buffer;
  #used = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  get length(): number {
    return this.#used;
  }

  add(line: string): void {
    const most = this.#used + line.length * BYTES_PER_UNIT_MAX + 1;
    if (most > this.#bytes.length) this.#grow(most);
    this.#used += this.#bytes.write(line, this.#used);
    this.#bytes[this.#used] = NEWLINE;
    this.#used += 1;
  }

  /** What was collected, until the next `add` after `clear`. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  clear(): void {
    this.#used = 0;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
