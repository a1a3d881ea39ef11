/** Bytes of "content-length", as they are compared: letters without their case. */
const LENGTH_NAME = Buffer.from('content-length', 'latin1');
const LINE_END = 0x0a;
const RETURN = 0x0d;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_CASE = 0x20;

/** The status stands at these bytes of `HTTP/1.1 302 Found`. */
const STATUS_AT = 9;

/**
 * Where the answers of one connection end, and their statuses: all that a client that measures has to know of them. It looks at bytes
 * as they come and makes nothing, since a client that collects garbage measures itself.
 */
export class AnswerReader {
  status = 0;
  /** Place in the head; -1 in the body. */
  #at = 0;
  #lineAt = 0;
  /** How much of the line is the name looked for; -1 where it is another. */
  #matched = 0;
  #length = 0;

  /** Reads on from `from`; returns where the answer ends, or -1 where it goes on in the next part. */
  read(bytes: Uint8Array, from: number, until: number): number {
    let at = from;
    while (this.#at >= 0) {
      if (at === until) return -1;
      this.#take(bytes[at] ?? 0);
      at += 1;
    }
    if (this.#length > until - at) {
      this.#length -= until - at;
      return -1;
    }
    at += this.#length;
    this.#at = 0;
    this.#lineAt = 0;
    this.#matched = 0;
    this.#length = 0;
    return at;
  }

  /** One byte of the head. */
  #take(byte: number): void {
    const place = this.#at;
    this.#at = place + 1;
    if (byte === LINE_END) {
      // A line without anything ends the head.
      if (this.#lineAt === 0) this.#at = -1;
      this.#lineAt = 0;
      this.#matched = 0;
      return;
    }
    if (byte === RETURN) return;
    if (place === STATUS_AT) this.status = 0;
    if (place >= STATUS_AT && place < STATUS_AT + 3) this.status = this.status * 10 + byte - ZERO;
    if (this.#matched === LENGTH_NAME.length) {
      if (byte >= ZERO && byte <= NINE) this.#length = this.#length * 10 + byte - ZERO;
      else if (byte === COLON) this.#length = 0;
    } else if (this.#matched >= 0) {
      this.#matched = (byte | LOWER_CASE) === LENGTH_NAME[this.#matched] ? this.#matched + 1 : -1;
    }
    this.#lineAt += 1;
  }
}
