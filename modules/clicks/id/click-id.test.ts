import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import {
  type ClickIdContent,
  clickIdTime,
  codeReference,
  createClickIdMaker,
  landingOfToken,
  openClickId,
} from './click-id.ts';
import { clickKeys } from './keys.ts';
import { decodeToken, encodeToken } from './token-text.ts';

const AT = Date.UTC(2022, 5, 15, 9);
const master = Buffer.alloc(32, 7);
const keys = clickKeys(master);
const maker = createClickIdMaker(keys, manualClock(AT));

const spooled = { spooled: true };

const content = (changes: Partial<ClickIdContent> = {}): ClickIdContent => ({
  at: AT,
  program: codeReference('1e8d114494'),
  adSpace: codeReference('0123456789'),
  country: 'RU',
  anonymizer: 'no',
  landing: {
    kind: 'item',
    redirected: false,
    product: maker.landingHash('product', 'P1'),
    store: maker.landingHash('store', 'S-CN1'),
  },
  attributable: true,
  routed: false,
  agreed: true,
  dropshipping: false,
  ...changes,
});

describe('a click id', () => {
  it('gives back what was put in, as at most 100 lower-case URL-safe characters', () => {
    const code = fc.stringMatching(/^[0-9a-z]{10}$/);
    const facts = fc.record({
      at: fc.nat({ max: 2 ** 42 }),
      campaignCode: code,
      adSpaceCode: code,
      country: fc.option(fc.stringMatching(/^[A-Z]{2}$/)),
      anonymizer: fc.constantFrom('no' as const, 'yes' as const, 'unknown' as const),
      landing: fc.record({
        kind: fc.constantFrom('home' as const, 'item' as const, 'shop' as const, 'category' as const),
        redirected: fc.boolean(),
        product: fc.nat({ max: 0xffff_ffff }),
        store: fc.nat({ max: 0xffff_ffff }),
      }),
      attributable: fc.boolean(),
      routed: fc.boolean(),
      agreed: fc.boolean(),
      dropshipping: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, fc.boolean(), ({ campaignCode, adSpaceCode, ...rest }, inSpool) => {
        const clickId = maker.make(
          { ...rest, program: codeReference(campaignCode), adSpace: codeReference(adSpaceCode) },
          { spooled: inSpool },
        );
        expect(clickId).toMatch(/^[0-9a-z]{1,100}$/);
        expect(openClickId(keys, clickId)).toEqual({
          ok: true,
          value: { clickId, keyId: 1, campaignCode, adSpaceCode, spooled: inSpool, ...rest },
        });
        expect(clickIdTime(clickId)).toBe(rest.at);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('fails when any one of its bits is flipped (T-13)', () => {
    const clickId = maker.make(content(), spooled);
    const bytes = decodeToken(clickId) ?? Buffer.alloc(0);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openClickId(keys, encodeToken(forged)).ok).toBe(false);
    }
  });

  it('fails when any one bit of its text is flipped', () => {
    const clickId = maker.make(content(), spooled);
    for (let at = 0; at < clickId.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = String.fromCharCode(clickId.charCodeAt(at) ^ (1 << bit));
        expect(openClickId(keys, clickId.slice(0, at) + flipped + clickId.slice(at + 1)).ok).toBe(false);
      }
    }
  });

  it('fails when a part is taken from another valid id, when cut, padded, in capitals or huge', () => {
    const one = decodeToken(maker.make(content(), spooled)) ?? Buffer.alloc(0);
    const other =
      decodeToken(maker.make(content({ adSpace: codeReference('ffffffffff') }), spooled)) ?? Buffer.alloc(0);
    const swapped = Buffer.from(one);
    other.copy(swapped, 31, 31, 38);
    const clickId = encodeToken(one);
    expect(openClickId(keys, encodeToken(swapped))).toEqual({ ok: false, error: 'forged' });
    for (const text of [
      clickId.slice(0, -1),
      `${clickId}0`,
      ` ${clickId}`,
      clickId.toUpperCase(),
      '',
      '0'.repeat(10_000),
      'é'.repeat(96),
    ]) {
      expect(openClickId(keys, text)).toEqual({ ok: false, error: 'malformed' });
    }
  });

  it('is accepted under the key it names as long as that key is, and not after the key was retired', () => {
    const clickId = maker.make(content(), spooled);
    const rotated = clickKeys(master, { current: 2, retired: [{ id: 1, retiredAt: AT }] });
    const retiredBefore = clickKeys(master, { current: 2, retired: [{ id: 1, retiredAt: AT - 1 }] });
    expect(openClickId(rotated, clickId).ok).toBe(true);
    expect(openClickId(retiredBefore, clickId)).toEqual({ ok: false, error: 'unknown_key' });
    expect(openClickId(clickKeys(master, { current: 2 }), clickId)).toEqual({ ok: false, error: 'unknown_key' });
    expect(openClickId(clickKeys(randomBytes(32)), clickId)).toEqual({ ok: false, error: 'forged' });
  });

  it('is never earlier than the one before, also when the clock is set back, and sorts by time', () => {
    const clock = manualClock(AT);
    const ids = createClickIdMaker(keys, clock);
    const made: string[] = [];
    for (const at of [AT, AT + 5, AT - 3_600_000, AT + 4, AT + 6, AT - 200 * 86_400_000, AT + 3_600_000]) {
      clock.set(at);
      made.push(ids.make(content({ at: ids.time.next().at }), spooled));
    }
    const times = made.map((clickId) => clickIdTime(clickId) ?? 0);
    expect(times).toEqual([AT, AT + 5, AT + 5, AT + 5, AT + 6, AT + 6, AT + 3_600_000]);
    expect(new Set(made).size).toBe(made.length);
    const distinct = [made[0] ?? '', made[1] ?? '', made[4] ?? '', made[6] ?? ''];
    expect([...distinct].sort()).toEqual(distinct);
  });

  it('recovers the landing among the products and stores of an order', () => {
    const opened = openClickId(keys, maker.make(content(), spooled));
    const token = opened.ok ? opened.value : null;
    expect(token).not.toBeNull();
    if (token !== null) {
      expect(landingOfToken(keys, token, { productIds: ['P0', 'P1'], storeIds: ['S-CN1'] })).toEqual({
        kind: 'item',
        productId: 'P1',
        storeId: 'S-CN1',
        redirected: false,
      });
      expect(landingOfToken(keys, token, { productIds: ['P2'], storeIds: [] }).productId).toBeNull();
    }
  });
});
