import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Networks } from '../../../platform/geoip/index.ts';
import type { Spool, SpoolStatus } from '../../../platform/spool/index.ts';
import { createClickIdMaker } from '../id/click-id.ts';
import type { ClickKeys } from '../id/keys.ts';
import type { LinkBook } from '../links/link-book.ts';
import type { LinkSnapshot } from '../links/links.ts';
import { type EdgeSnapshot, edgeSnapshot } from '../links/snapshot.ts';
import { encodeClick } from '../record/record.ts';
import { BoundedCache } from './bounded-cache.ts';
import { readClickQuery, splitClickUrl, URL_LENGTH_MAX } from './click-url.ts';
import { agentReader, clientAddressReader, type GeoData, originReader } from './client.ts';
import { type JudgeDeps, type JudgedClick, judgeClick, partKeeper } from './judge.ts';
import { answerPage, answerRedirect, type PageCode } from './pages.ts';
import { readClickHeaders } from './request.ts';
import { openShortUrl } from './short-url.ts';
import { TARGETS_KEPT, type Target } from './target.ts';
import { targetSigner } from './target-signature.ts';
import { createTrafficWatch } from './traffic.ts';

export interface EdgeOptions {
  readonly keys: ClickKeys;
  readonly clock: Clock;
  readonly geo: GeoData;
  readonly spool: Spool;
  /** Proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies: Networks;
  /** Under which address visitors reach this edge; decides on `Secure` cookies and on what a redirect loop is. */
  readonly publicUrl: string;
  /** Further hosts (with port) that lead here. */
  readonly ownHosts?: readonly string[];
  /** Hosts of addresses out of shops' mobile apps, which are answered with the shop's home page. */
  readonly appHosts?: readonly string[];
  /** Told of links and programs that cannot be used. */
  readonly onProblem?: (problem: string) => void;
}

/** What the edge has answered since it was made. */
export interface EdgeStatus {
  readonly links: number;
  /** Clicks redirected with a durable record. */
  readonly recorded: number;
  /** Clicks redirected although the spool could not be written, with an id that says so: an alarm when it grows. */
  readonly unspooled: number;
  readonly pages: Readonly<Record<PageCode, number>>;
  readonly spool: SpoolStatus;
  /** The day of its older data of addresses, `YYYY-MM-DD`. */
  readonly geoDataOn: string;
  /** How far the times of its clicks are ahead of its clock, because that was set back. */
  readonly clockAheadMs: number;
}

export interface Edge {
  /**
   * Answers a request for `/g/…` or `/s/…`; `false` when the address is another one, and then nothing was done. Before the answer
   * it uses memory and the spool, nothing else.
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes over what `modules/links` says now. Of a book it also sees what is entered later. */
  update(source: LinkSnapshot | LinkBook): void;
  /** Whether it knows links. */
  ready(): boolean;
  status(): EdgeStatus;
  /** Makes pending clicks durable and closes the spool. */
  close(): Promise<void>;
}

export function createEdge(options: EdgeOptions): Edge {
  return new ClickEdge(options);
}

class ClickEdge implements Edge {
  readonly #options: EdgeOptions;
  readonly #deps: JudgeDeps;
  readonly #pages: Record<PageCode, number> = {
    link_not_found: 0,
    offer_ended: 0,
    link_not_in_use: 0,
    address_too_long: 0,
    method_not_allowed: 0,
    not_ready: 0,
  };
  readonly #targets = new BoundedCache<Target>(TARGETS_KEPT);
  #snapshot: EdgeSnapshot | null = null;
  #recorded = 0;
  #unspooled = 0;

  constructor(options: EdgeOptions) {
    const { geo } = options;
    this.#options = options;
    this.#deps = {
      ids: createClickIdMaker(options.keys, options.clock),
      signer: targetSigner(options.keys),
      origin: originReader(geo),
      agent: agentReader(),
      traffic: createTrafficWatch(),
      parts: partKeeper(),
      client: clientAddressReader(options.trustedProxies),
      geoDataOn: geo.countries.builtOn < geo.asns.builtOn ? geo.countries.builtOn : geo.asns.builtOn,
      secureCookie: options.publicUrl.startsWith('https:'),
    };
  }

  update(source: LinkSnapshot | LinkBook): void {
    const { publicUrl, ownHosts = [], appHosts = [], onProblem = () => undefined } = this.#options;
    const targetOptions = {
      ownHosts: new Set([new URL(publicUrl).host, ...ownHosts]),
      appHosts: new Set(appHosts),
      landingHash: this.#deps.ids.landingHash,
      remembered: this.#targets,
    };
    this.#snapshot = edgeSnapshot(source, targetOptions, onProblem, this.#snapshot);
  }

  ready(): boolean {
    return this.#snapshot !== null;
  }

  status(): EdgeStatus {
    return {
      links: this.#snapshot?.links ?? 0,
      recorded: this.#recorded,
      unspooled: this.#unspooled,
      pages: { ...this.#pages },
      spool: this.#options.spool.status,
      geoDataOn: this.#deps.geoDataOn,
      clockAheadMs: this.#deps.ids.time.ahead(),
    };
  }

  async close(): Promise<void> {
    await this.#options.spool.close();
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    if (!url.startsWith('/g/') && !url.startsWith('/s/')) {
      return false;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      this.#page(request, response, 'method_not_allowed');
      // A body that nobody reads would be taken for the next request.
      request.resume();
    } else if (url.length > URL_LENGTH_MAX) {
      this.#page(request, response, 'address_too_long');
    } else if (this.#snapshot === null) {
      this.#page(request, response, 'not_ready');
    } else {
      this.#click(this.#snapshot, url, request, response);
    }
    return true;
  }

  #page(request: IncomingMessage, response: ServerResponse, code: PageCode, cookie: string | null = null): void {
    this.#pages[code] += 1;
    answerPage(request, response, code, cookie);
  }

  #click(snapshot: EdgeSnapshot, url: string, request: IncomingMessage, response: ServerResponse): void {
    const parts = splitClickUrl(url) ?? openShortUrl(url, snapshot);
    const link = parts === null ? undefined : snapshot.find(parts.code);
    if (parts === null || link === undefined) {
      this.#page(request, response, 'link_not_found');
      return;
    }
    const judged = judgeClick(this.#deps, snapshot, {
      code: parts.code,
      link,
      query: readClickQuery(parts.query),
      rawQuery: parts.query,
      headers: readClickHeaders(request),
      socketAddress: request.socket.remoteAddress,
    });
    this.#options.spool.append(encodeClick(judged.click, judged.known), (failure) => {
      if (failure === null) {
        this.#recorded += 1;
        this.#answer(request, response, judged, judged.click.clickId);
      } else {
        this.#unspooled += 1;
        this.#answer(request, response, judged, this.#deps.ids.make(judged.content, { spooled: false }));
      }
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse, judged: JudgedClick, clickId: string): void {
    const { answer, cookie } = judged;
    switch (answer.kind) {
      case 'shop': {
        const { target, withId } = answer;
        answerRedirect(response, withId ? target.head + clickId + target.tail : target.href, cookie);
        break;
      }
      case 'fallback':
        answerRedirect(response, answer.url, cookie);
        break;
      case 'ended':
        this.#page(request, response, 'offer_ended', cookie);
        break;
      case 'withdrawn':
        this.#page(request, response, 'link_not_in_use');
        break;
    }
  }
}
