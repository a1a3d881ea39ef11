import type { Random } from './random.ts';

/**
 * Addresses of access networks, so that the country database and the network database recognise example visitors as they would
 * recognise real ones. Only the last number varies from visitor to visitor.
 */
const networks: Readonly<Record<string, readonly [string, ...string[]]>> = {
  RU: ['95.24.16', '46.138.24', '91.76.12', '178.176.40', '188.32.10'],
  KZ: ['178.89.0', '2.132.10', '95.56.10'],
  BY: ['178.120.4', '37.212.10'],
  UZ: ['84.54.64', '213.230.64'],
  AM: ['37.252.64', '109.75.34'],
  AZ: ['5.134.48', '31.171.8'],
  GE: ['92.241.64', '94.240.192'],
  KG: ['212.112.96'],
  UA: ['178.150.0', '46.119.10', '37.52.10'],
  DE: ['87.128.10', '84.160.3', '91.0.10'],
  ES: ['80.24.10', '83.32.4'],
  FR: ['90.0.10', '86.192.4'],
  PL: ['83.0.10', '79.184.4'],
  IT: ['79.0.10', '87.0.4'],
  US: ['73.10.4', '24.16.10'],
};

/** Networks of hosting companies in Germany: clicks from there count as made through an anonymiser. */
const hostingNetworks: readonly [string, ...string[]] = ['5.9.10', '138.201.4'];

export const userAgents: readonly [string, ...string[]] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
];

export const crawlerUserAgent = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

export function addressIn(country: string, random: Random): string {
  const prefixes = networks[country];
  if (prefixes === undefined) throw new Error(`no example network for country ${country}`);
  return `${random.pick(prefixes)}.${random.int(2, 250)}`;
}

export function hostingAddress(random: Random): string {
  return `${random.pick(hostingNetworks)}.${random.int(2, 250)}`;
}
