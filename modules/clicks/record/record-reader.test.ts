import { expect, it } from 'vitest';
import { seededRandom } from '../../../core/commission/testing/random-orders.ts';
import type { RecordedClick, StoredClick, SubIds } from '../model.ts';
import { recordedClick } from '../testing/recorded-click.ts';
import { encodeClick } from './record.ts';
import { ClickReader } from './record-reader.ts';

const AT = Date.UTC(2022, 5, 15, 9);
const CLICKS = 6_000;

/** Short and odd texts, where usual widths of fields mislead, and more of them than are remembered. */
const TEXTS = ['', 'x', 'ab', '\\N', '\t', 'a\tb', '\\', '\\-', 'é', '🦩', 'NN', 'long'.repeat(30)];

function randomClicks(seed: number): RecordedClick[] {
  const random = seededRandom(seed);
  const int = (end: number): number => Math.floor(random() * end);
  const text = (): string | null => {
    const drawn = int(TEXTS.length + 4);
    return drawn < TEXTS.length ? (TEXTS[drawn] ?? null) : drawn === TEXTS.length ? `own-${int(20_000)}` : null;
  };
  return Array.from({ length: CLICKS }, () => {
    const subids: SubIds = int(2) === 0 ? [text(), null, null, null, null] : [text(), text(), text(), text(), text()];
    return recordedClick(AT + int(1000), {
      subids,
      linkCode: `l${'0'.repeat(int(3))}${int(10_000)}`,
      visitorSince: int(3) === 0 ? null : AT - int(3) * 7,
      country: int(4) === 0 ? null : 'DE',
      landing: { kind: 'item', productId: text(), storeId: text(), category: text(), redirected: int(2) === 0 },
      routedFrom: int(3) === 0 ? 'x' : null,
      flags: int(3) === 0 ? ['dup'] : [],
    });
  });
}

function told(click: RecordedClick): StoredClick {
  const { clientAddress: _a, asn: _n, geoDataOn: _d, userAgent: _u, referrer: _r, raw: _w, ...stored } = click;
  return stored;
}

it('reads whatever was written, batch after batch in the same memory', () => {
  const reader = new ClickReader();
  for (const seed of [1, 2]) {
    const clicks = randomClicks(seed);
    const bytes = clicks.map((click) => Buffer.from(encodeClick(click)));
    const all = Buffer.concat(bytes);
    reader.reuse();
    let at = 0;
    const read = bytes.map(({ length }) => {
      at += length;
      return reader.read(all, at - length, at);
    });
    const wrong = read.flatMap((each, index) => (each.ok ? [] : [[index, each.error]]));
    expect(wrong).toEqual([]);
    // After all are read: none has taken another's place.
    expect(read.map((each) => (each.ok ? each.value.whole() : null))).toEqual(clicks.map(told));
  }
});

it('counts the fields of a record that has one too many or too few', () => {
  const record = encodeClick(recordedClick(AT));
  const reader = new ClickReader();
  for (const broken of [`${record}\t`, `${record}\tx`, record.slice(0, record.lastIndexOf('\t')), '4', '']) {
    const bytes = Buffer.from(broken);
    expect(reader.read(bytes, 0, bytes.length)).toMatchObject({ ok: false });
  }
});
