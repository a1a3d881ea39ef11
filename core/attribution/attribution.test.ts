import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributionTerms } from '../terms/model.ts';
import { type AttributableClick, attribute } from './index.ts';

const HOUR = 3_600_000;
const orderedAt = Date.UTC(2022, 5, 15, 9);
const lastClick: AttributionTerms = { windowMs: 72 * HOUR, pick: 'last', coupon: 'ignored' };

function click(clickId: string | null, ageMs: number, adSpaceId: string | null = null): AttributableClick {
  return { clickId, at: orderedAt - ageMs, adSpace: { id: adSpaceId } };
}

function ask(
  clicks: readonly AttributableClick[],
  terms = lastClick,
  couponAdSpace: { id: string | null } | null = null,
) {
  return attribute({ orderedAt, clicks }, couponAdSpace, terms);
}

describe('the window (I-30)', () => {
  it.each([
    [0, true],
    [72 * HOUR - 1, true],
    [72 * HOUR, false],
    [72 * HOUR + 1, false],
  ])('is half-open: a click of age %d ms counts: %s', (ageMs, counts) => {
    const expected = counts ? { owned: true, by: 'click', click: 0 } : { owned: false, reason: 'COOKIE_EXPIRED' };
    expect(ask([click('a', ageMs)])).toEqual(expected);
  });

  it('knows no click after its order', () => {
    expect(ask([click('a', -1)])).toEqual({ owned: false, reason: 'NO_CLICK' });
    expect(ask([])).toEqual({ owned: false, reason: 'NO_CLICK' });
    expect(ask([click('a', -1), click('b', 100 * HOUR)])).toEqual({ owned: false, reason: 'COOKIE_EXPIRED' });
  });
});

describe('several clicks', () => {
  it('go to the last one that counts', () => {
    expect(ask([click('a', 60 * HOUR), click('b', 12 * HOUR), click('c', -HOUR)])).toMatchObject({ click: 1 });
  });

  it('go to the first one where the terms say so', () => {
    const first: AttributionTerms = { ...lastClick, pick: 'first' };
    expect(ask([click('a', 12 * HOUR), click('b', 60 * HOUR), click('c', 80 * HOUR)], first)).toMatchObject({
      click: 1,
    });
  });

  it('of one moment are settled by click id', () => {
    expect(ask([click('b', HOUR), click('a', HOUR), click(null, HOUR)])).toMatchObject({ click: 0 });
    expect(ask([click('b', HOUR), click('a', HOUR)], { ...lastClick, pick: 'first' })).toMatchObject({ click: 1 });
  });

  it('give the same owner in whatever order they are stored', () => {
    const ages = fc.uniqueArray(fc.tuple(fc.integer({ min: -2, max: 80 }), fc.string({ minLength: 1, maxLength: 4 })), {
      selector: ([, id]) => id,
      maxLength: 8,
    });
    const shuffled = ages.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom('last' as const, 'first' as const), ([stored, reordered], pick) => {
        const owner = (clicks: readonly (readonly [number, string])[]): string | null => {
          const made = clicks.map(([hours, id]) => click(id, hours * HOUR));
          const answer = ask(made, { ...lastClick, pick });
          return answer.owned && answer.click !== null ? (made[answer.click]?.clickId ?? null) : null;
        };
        expect(owner(reordered)).toBe(owner(stored));
      }),
      { seed: 7 },
    );
  });
});

describe('a coupon of an ad space', () => {
  const couponFirst: AttributionTerms = { ...lastClick, coupon: 'coupon-first' };

  it('owns the order with or without a click where the terms say so', () => {
    expect(ask([], couponFirst, { id: 'S1' })).toEqual({ owned: true, by: 'coupon', click: null });
    expect(ask([click('a', HOUR, 'S2')], couponFirst, { id: 'S1' })).toEqual({
      owned: true,
      by: 'coupon',
      click: null,
    });
  });

  it('brings the last click through the same ad space along', () => {
    const clicks = [click('a', 2 * HOUR, 'S1'), click('b', HOUR, 'S2'), click('c', 90 * HOUR, 'S1')];
    expect(ask(clicks, couponFirst, { id: 'S1' })).toEqual({ owned: true, by: 'coupon', click: 0 });
  });

  it('changes nothing elsewhere, and a public coupon changes nothing anywhere', () => {
    expect(ask([click('a', HOUR, 'S2')], lastClick, { id: 'S1' })).toEqual({ owned: true, by: 'click', click: 0 });
    expect(ask([], couponFirst, null)).toEqual({ owned: false, reason: 'NO_CLICK' });
  });
});
