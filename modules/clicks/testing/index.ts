import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Server } from 'node:net';
import { asnTable, type CountryTable, Networks, parseAddress } from '../../../platform/geoip/index.ts';
import { clickKeys } from '../id/keys.ts';
import type { LinkRecord, LinkSnapshot, ProgramRecord } from '../links/links.ts';
import type { RecordedClick } from '../model.ts';
import { ClickReader } from '../record/record-reader.ts';
import type { GeoData } from '../redirect/client.ts';

/** What the tests of this module and of those that need clicks share: keys, places, links. Not part of the module's face. */
export const testKeys = clickKeys(Buffer.alloc(32, 1));

const place = (text: string) => {
  const address = parseAddress(text);
  if (address === null) {
    throw new Error(`test place ${text}`);
  }
  return address;
};

/** One network a country, in the ranges that are kept for documents; the last octet tells the network's kind. */
export const places = {
  russia: '203.0.113.1',
  germany: '198.51.100.1',
  /** Russian, in a hosting company's network. */
  russianHosting: '203.0.113.200',
  nowhere: '192.0.2.1',
} as const;

const countries: CountryTable = {
  lookup: ({ text }) => (text.startsWith('203.0.113.') ? 'RU' : text.startsWith('198.51.100.') ? 'DE' : null),
  builtOn: '2026-06-17',
};

export const testGeo: GeoData = {
  countries,
  asns: asnTable(
    [
      { from: place('198.51.100.0'), to: place('198.51.100.255'), asn: 64_500 },
      { from: place('203.0.113.0'), to: place('203.0.113.127'), asn: 64_501 },
      { from: place('203.0.113.128'), to: place('203.0.113.255'), asn: 64_502 },
    ],
    '2026-06-18',
  ),
  hosting: new Set([64_502]),
  anonymizers: new Networks(['198.51.100.66']),
};

export const publisherOrg = '11111111-1111-4111-8111-111111111111';
export const otherPublisherOrg = '22222222-2222-4222-8222-222222222222';
export const advertiserOrg = '33333333-3333-4333-8333-333333333333';
const adSpaceId = '44444444-4444-4444-8444-444444444444';

export const testProgram = (changes: Partial<ProgramRecord> = {}): ProgramRecord => ({
  code: 'shop',
  campaignCode: 'cccccccccc',
  advertiserOrg,
  status: 'active',
  homeUrl: 'https://shop.tld/',
  fallbackUrl: null,
  allowedHosts: ['shop.tld', '*.shop.tld'],
  landingPatterns: [
    { kind: 'item', path: '/item/{product}.html' },
    { kind: 'shop', path: '/store/{store}' },
    { kind: 'category', path: '/category/{category}/*' },
  ],
  clickParameter: 'admitad_uid',
  signedLinksOnly: false,
  cookieMs: 72 * 3_600_000,
  geoRouting: { pair: null, mode: 'off', share: 0 },
  ...changes,
});

/** A standard link of the test publisher's ad space; `linkId` makes further ones. */
export const testLink = (changes: Partial<LinkRecord> = {}): LinkRecord => ({
  code: `link000001${'aaaaaaaaaa'}cccccccccc`,
  linkId: 'link000001',
  adSpace: {
    id: adSpaceId,
    code: 'aaaaaaaaaa',
    kind: 'content_site',
    trafficType: 'content',
    dropshipping: false,
    prelander: null,
    status: 'active',
  },
  publisherOrg,
  program: 'shop',
  partnership: { status: 'joined', agreed: true, trafficType: 'content' },
  kind: 'standard',
  target: null,
  ...changes,
});

export const testSnapshot = (changes: Partial<LinkSnapshot> = {}): LinkSnapshot => ({
  links: [testLink()],
  programs: [testProgram()],
  ...changes,
});

/** Listens on a free port of the loopback and says which. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('test server: it has no port');
  }
  return address.port;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request as it is written, without any client's tidying of the path. */
export function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: { 'user-agent': BROWSER, ...options.headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? null,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36';

/** A record whole: what is announced of the click, and what only screening and support see. */
export function recordedClick(record: string): RecordedClick {
  const bytes = Buffer.from(record);
  const click = new ClickReader().read(bytes, 0, bytes.length);
  if (!click.ok) {
    throw new Error(click.error);
  }
  const fields = click.value;
  const asn = fields.optional('asn');
  const raw = fields.optional('raw');
  return {
    ...fields.whole(),
    clientAddress: fields.optional('client_address'),
    asn: asn === null ? null : Number(asn),
    geoDataOn: fields.text('geo_data_on'),
    userAgent: fields.optional('user_agent'),
    referrer: fields.optional('referrer'),
    raw: raw === null ? null : JSON.parse(raw),
  };
}
