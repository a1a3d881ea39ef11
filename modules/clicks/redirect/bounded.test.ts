import { describe, expect, it } from 'vitest';
import { testProgram } from '../testing/index.ts';
import { BoundedCache } from './bounded-cache.ts';
import { agentReader } from './client.ts';
import { type Target, targetsOf } from './target.ts';

describe('what strangers send is remembered only as far as it is short', () => {
  it('a user agent is judged by its beginning', () => {
    const read = agentReader();
    const phone =
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36';
    expect(read(phone)).toEqual({ kind: 'browser', device: 'mobile' });
    expect(read(`${phone}${'x'.repeat(600)} Googlebot`)).toEqual({ kind: 'browser', device: 'mobile' });
    expect(read(`${'x'.repeat(600)}bot`).kind).toBe(read(`${'x'.repeat(600)}`).kind);
  });

  it('targets of all programs share one bounded memory, long ones stay outside, and each program judges for itself', () => {
    const kept: string[] = [];
    const remembered = new BoundedCache<Target>(10);
    const keep = remembered.set.bind(remembered);
    remembered.set = (key, target) => {
      kept.push(key);
      keep(key, target);
    };
    const options = { ownHosts: new Set<string>(), appHosts: new Set<string>(), landingHash: () => 1, remembered };
    const one = targetsOf({ ...testProgram(), allowedHosts: ['one.tld'] }, options);
    const other = targetsOf({ ...testProgram(), allowedHosts: ['other.tld'] }, options);
    for (let times = 0; times < 2; times += 1) {
      expect([one.judge('https://one.tld/a').flag, other.judge('https://one.tld/a').flag]).toEqual([
        null,
        'target_refused',
      ]);
      expect(one.judge(`https://one.tld/${'a'.repeat(600)}`).flag).toBeNull();
    }
    expect(kept).toHaveLength(2);
  });
});
