import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clickKeys } from '../id/keys.ts';
import { testLink } from '../testing/index.ts';
import { readClickQuery } from './click-url.ts';
import { targetSigner } from './target-signature.ts';

const master = Buffer.alloc(32, 7);
const signer = targetSigner(clickKeys(master));
const { code } = testLink();
const PAGE = 'https://shop.tld/item/P1.html?x=1#top';

function signatureOf(made = signer.parameters(code, PAGE)): string {
  return readClickQuery(made).signature ?? '';
}

/** Another character at one place, one more there, or that one left out. */
function altered(text: string, at: number, by: string): string[] {
  const before = text.slice(0, at);
  const after = text.slice(at + 1);
  return [`${before}${by}${after}`, `${before}${by}${text.slice(at)}`, before + after].filter((each) => each !== text);
}

describe('the signature of a target', () => {
  it('fits what was signed, as the parameters of a click bring it', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (page) => {
        const target = new URL(page).href;
        const { target: read, signature } = readClickQuery(`subid=a&${signer.parameters(code, target)}`);
        expect(read).toBe(target);
        expect(signature).toMatch(/^[\w-]{22}$/);
        expect(signer.fits(signature ?? '', code, target)).toBe(true);
      }),
    );
  });

  it('fits nothing else: any other character of target, code or signature, one more, one less (S-096)', () => {
    const signature = signatureOf();
    const texts = [signature, code, PAGE] as const;
    fc.assert(
      fc.property(fc.nat(2), fc.nat(100), fc.string({ minLength: 1, maxLength: 1 }), (which, place, by) => {
        const text = texts[which] ?? '';
        for (const other of altered(text, place % text.length, by)) {
          const [one, two, three] = texts.map((each, index) => (index === which ? other : each));
          expect(signer.fits(one ?? '', two ?? '', three ?? '')).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has one spelling: the spare bits of its last character are a part of it', () => {
    const signature = signatureOf();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const fitting = [...alphabet].filter((last) => signer.fits(signature.slice(0, -1) + last, code, PAGE));
    expect(fitting).toEqual([signature.at(-1)]);
  });

  it('outlives the key that made it, until that key is not accepted any more', () => {
    const signature = signatureOf();
    const retired = [{ id: 1, retiredAt: 0 }];
    const rotated = targetSigner(clickKeys(master, { current: 2, retired }));
    expect(rotated.fits(signature, code, PAGE)).toBe(true);
    expect(signatureOf(rotated.parameters(code, PAGE))).not.toBe(signature);
    expect(rotated.fits(signatureOf(rotated.parameters(code, PAGE)), code, PAGE)).toBe(true);
    expect(targetSigner(clickKeys(master, { current: 2 })).fits(signature, code, PAGE)).toBe(false);
    expect(targetSigner(clickKeys(Buffer.alloc(32, 8))).fits(signature, code, PAGE)).toBe(false);
  });
});
