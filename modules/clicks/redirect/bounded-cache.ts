/**
 * Remembers about the last `size` to twice `size` keys. Two generations: when the young one is full it becomes the old one and the
 * old one is forgotten. A look-up is one or two map look-ups and nothing is moved on a hit, which an exact order of use would need.
 */
export class BoundedCache<T> {
  readonly #size: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): T | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) {
      return value;
    }
    const kept = this.#old.get(key);
    if (kept !== undefined) {
      this.set(key, kept);
    }
    return kept;
  }

  set(key: string, value: T): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
