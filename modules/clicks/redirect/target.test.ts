import { describe, expect, it } from 'vitest';
import { testProgram } from '../testing/index.ts';
import { BoundedCache } from './bounded-cache.ts';
import { landingReader } from './landing.ts';
import { type Target, targetsOf } from './target.ts';

const options = {
  ownHosts: new Set<string>(),
  appHosts: new Set<string>(),
  landingHash: () => 1,
  remembered: new BoundedCache<Target>(10),
};

describe('a landing pattern', () => {
  const read = landingReader([
    { kind: 'item', path: '/item/*-{product}.html' },
    { kind: 'shop', path: '/store/{store}' },
    { kind: 'category', path: '/category/{category}/*' },
  ]);

  it.each([
    ['/item/red-P1.html', 'item', 'P1'],
    ['/item/red-P1.html/', 'item', 'P1'],
    ['/store/S-CN1', 'shop', null],
    ['/category/phones/', 'category', null],
    ['/category/phones/new', 'category', null],
    ['/category/phones/new/more', 'home', null],
    ['/item/red/shoe-P1.html', 'home', null],
    ['/item/red-P1.html//', 'home', null],
    ['/', 'home', null],
  ])('shows of %s that it is %s', (path, kind, productId) => {
    expect(read(path)).toMatchObject({ kind, productId });
  });

  it.each(['/{thing}', '/{product}/{product}', '/*a*a*', '/{product}*-*'])('%s cannot be followed', (path) => {
    expect(() => landingReader([{ kind: 'item', path }])).toThrow(/^landing pattern/);
  });

  it('never takes long, however it and the address are written', () => {
    const hostile = landingReader([{ kind: 'item', path: `${'/*a*'.repeat(50)}/x` }]);
    expect(hostile(`${'/aaaaaaaa'.repeat(50)}/y`)).toMatchObject({ kind: 'home' });
    expect(landingReader([{ kind: 'item', path: '/*{product}!' }])(`/${'a'.repeat(500)}`)).toMatchObject({
      kind: 'home',
    });
  });
});

describe('the targets of a program', () => {
  const { judge } = targetsOf(testProgram(), options);
  const { homeUrl } = testProgram();

  it('are remembered where they are short, and judged each time where strangers could fill the memory with them', () => {
    const short = new URL('/item/P1.html', homeUrl).href;
    expect(judge(short)).toBe(judge(short));
    const long = `${short}?${'a'.repeat(2_000)}`;
    expect(judge(long)).not.toBe(judge(long));
    expect(judge(long)).toEqual(judge(long));
  });
});
