import { seededRandom } from '../../../core/commission/testing/random-orders.ts';

/** How the visitors of the benchmark look: every figure depends on it, so it is fixed and told. */
export interface TrafficOptions {
  /** Paths of links, as `/g/<code>/`. */
  readonly links: readonly string[];
  readonly requests: number;
  readonly seed: number;
}

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0',
  'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
];

/** SubIDs: three in ten clicks have none, six one of some hundred, one a value of its own. */
const SUBID_NONE = 0.3;
const SUBID_OWN = 0.1;
const SUBIDS = 300;

/**
 * Requests as browsers behind a proxy send them: different addresses all over the address space, six browsers, SubIDs, a referrer in
 * every second one. Visitors bring no cookie: each is new, which is the dearer case.
 */
export function trafficOf({ links, requests, seed }: TrafficOptions): string[] {
  const random = seededRandom(seed);
  const int = (end: number): number => Math.floor(random() * end);
  return Array.from({ length: requests }, (_, index) => {
    const link = links[int(links.length)] ?? '/';
    const address = `${1 + int(222)}.${int(256)}.${int(256)}.${1 + int(254)}`;
    const drawn = random();
    const subid =
      drawn < SUBID_NONE ? '' : drawn < SUBID_NONE + SUBID_OWN ? `?subid=own-${index}` : `?subid=page-${int(SUBIDS)}`;
    const referrer = index % 2 === 0 ? `Referer: https://blog.example/posts/${int(1000)}\r\n` : '';
    return (
      `GET ${link}${subid} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${AGENTS[int(AGENTS.length)]}\r\n` +
      `Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.7\r\nAccept-Encoding: gzip, deflate, br\r\n` +
      `${referrer}X-Forwarded-For: ${address}\r\n\r\n`
    );
  });
}
