import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'maxmind';
import type { CountryResponse } from 'mmdb-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Address, Networks, openAsnTable, openCountryTable, parseAddress } from './index.ts';

const address = (text: string): Address => {
  const parsed = parseAddress(text);
  if (parsed === null) {
    throw new Error(`test address ${text}`);
  }
  return parsed;
};

describe('countries of IPv4 in sorted arrays', () => {
  it('are those of the file, at the borders of ranges and anywhere, freshly made or kept', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tributary-geoip-'));
    try {
      const reader = await open<CountryResponse & { country_code?: string }>(
        createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
      );
      const made = await openCountryTable(null, directory);
      const kept = await openCountryTable(null, directory);
      expect(await readdir(directory)).toHaveLength(1);
      let word = 7;
      for (let count = 0; count < 20_000; count += 1) {
        word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
        // Every second one the first or last of a /24, where ranges begin and end.
        const one = count % 4 === 0 ? word & 0xffff_ff00 : count % 4 === 1 ? word | 0xff : word;
        const text = [one >>> 24, (one >>> 16) & 255, (one >>> 8) & 255, one & 255].join('.');
        const expected = reader.get(text)?.country_code ?? null;
        const code = expected === 'ZZ' || expected === 'EU' || expected === 'AP' ? null : expected;
        if (made.lookup(address(text)) !== code || kept.lookup(address(text)) !== code) expect(text).toBe(code);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('addresses', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:8080', '1.2.3.4'],
    [' 1.2.3.4 ', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('reads %s as %s', (written, text) => {
    expect(parseAddress(written)?.text).toBe(text);
  });

  it.each([
    '',
    'unknown',
    '<script>',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '::1::2',
    '[',
    'a'.repeat(10_000),
    '1.2.3.4, 5.6.7.8',
  ])('refuses %j', (written) => {
    expect(parseAddress(written)).toBeNull();
  });

  it('expands every form of IPv6 to the same words', () => {
    expect(address('2001:db8:0:0:0:0:0:1').words).toEqual(address('2001:db8::1').words);
    expect(address('64:ff9b::1.2.3.4').words).toEqual(address('64:ff9b::102:304').words);
    expect(address('::').words).toEqual([0, 0, 0, 0]);
  });

  it('finds an address in its networks and in no others', () => {
    const networks = new Networks(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '0.0.0.0/0']);
    expect(networks.has(address('10.255.0.1'))).toBe(true);
    expect(new Networks(['10.0.0.0/8']).has(address('11.0.0.1'))).toBe(false);
    expect(new Networks(['128.0.0.0/1']).has(address('200.0.0.1'))).toBe(true);
    expect(new Networks(['192.0.2.7']).has(address('192.0.2.8'))).toBe(false);
    expect(networks.has(address('2001:db8:ffff::1'))).toBe(true);
    expect(networks.has(address('2001:db9::1'))).toBe(false);
    expect(networks.has(address('203.0.113.1'))).toBe(true);
  });

  it.each([
    '10.0.0.0/33',
    'example.org',
    '10.0.0.0/x',
    '2001:db8::/129',
    '/8',
  ])('names the text %s that is no network', (cidr) => {
    expect(() => new Networks([cidr])).toThrow(cidr);
  });
});

describe('data', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tributary-geoip-'));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  it('knows the country of well-known addresses, and says null for addresses of no country', async () => {
    const countries = await openCountryTable(null, null);
    expect(countries.lookup(address('8.8.8.8'))).toBe('US');
    expect(countries.lookup(address('77.88.55.60'))).toBe('RU');
    expect(countries.lookup(address('178.89.0.1'))).toBe('KZ');
    expect(countries.lookup(address('2a02:6b8::1'))).toBe('RU');
    expect(countries.lookup(address('127.0.0.1'))).toBeNull();
    expect(countries.builtOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it('takes the owner’s own file of countries instead, and refuses one that holds none', async () => {
    const own = join(directory, 'own.mmdb');
    const bundled = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
    await copyFile(createRequire(import.meta.url).resolve(bundled), own);
    expect((await openCountryTable(own, null)).lookup(address('178.89.0.1'))).toBe('KZ');
    await writeFile(own, 'no database');
    await expect(openCountryTable(own, null)).rejects.toThrow(/TRIBUTARY_GEOIP is '.*own\.mmdb'; expected: .*unset it/);
    await rm(own);
    await expect(openCountryTable(own, null)).rejects.toThrow(/own\.mmdb/);
  });

  it('knows the autonomous system of IPv4 and IPv6 addresses, the same from CSV, from the cache and past a broken cache', async () => {
    const asked = ['8.8.8.8', '77.88.55.60', '88.198.0.1', '2a02:6b8::1', '127.0.0.1', '::1', '255.255.255.255'];
    const fresh = await openAsnTable(directory);
    const [cache = ''] = await readdir(directory);
    const cached = await openAsnTable(directory);
    await writeFile(join(directory, cache), 'broken');
    const repaired = await openAsnTable(directory);
    const answers = asked.map((text) => fresh.lookup(address(text)));
    expect(answers).toEqual([15169, 13238, 24940, 13238, null, null, null]);
    expect(asked.map((text) => cached.lookup(address(text)))).toEqual(answers);
    expect(asked.map((text) => repaired.lookup(address(text)))).toEqual(answers);
    expect(fresh.builtOn).toBe('2026-06-17');
  });
});
