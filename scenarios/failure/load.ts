import { type Random, seededRandom } from '../../apps/tributary/example/random.ts';
import { addressIn, userAgents } from '../../apps/tributary/example/visitors.ts';
import type { SmallNetwork } from './small-network.ts';
import type { Answer, Wire } from './wire.ts';

/** An order as its advertiser remembers it: sent, and since when it may rely on the network. */
export interface ReportedOrder {
  readonly orderId: string;
  readonly clickId: string;
  readonly lines: readonly { readonly line_id: string; readonly product_id: string; readonly amount: string }[];
  /** Ids of events that were answered 2xx. */
  readonly events: string[];
}

/** What those outside were answered; the network must keep all of it. */
export interface Answered {
  /** Click ids of redirects that arrived at the visitor. */
  readonly clickIds: string[];
  /** Orders answered 2xx. */
  readonly orders: ReportedOrder[];
  /** Answers that no failure explains, such as a 500. */
  readonly surprises: string[];
}

/** Visitors and shops at a time: enough that each kill interrupts several requests of each kind. */
const JOURNEYS = 6;
const CLICKS_A_JOURNEY_MAX = 6;
/** Where receipt and refund are reported too. */
const RECEIVED_SHARE = 0.5;
const REFUNDED_SHARE = 0.4;
/** A report is repeated as it is, as queues do, even when it was answered. */
const REPEATED_SHARE = 0.2;
/** A report that is refused or unanswered this often, each time with the network ready before, will never succeed. */
const TRIES_MAX = 50;

/** Visitors who click, and shops that report what they bought and repeat every report until it is answered. Runs until `finish`. */
export class Load {
  readonly answered: Answered = { clickIds: [], orders: [], surprises: [] };
  /** Settles when all journeys have ended; rejects as soon as one cannot go on. */
  readonly over: Promise<void>;
  readonly #wire: Wire;
  readonly #network: SmallNetwork;
  readonly #seed: number;
  #answers = 0;
  #waiting: { readonly answers: number; readonly resolve: () => void } | null = null;
  #finishing = false;
  #token: Promise<string> | null = null;

  constructor(wire: Wire, network: SmallNetwork, seed: number) {
    this.#wire = wire;
    this.#network = network;
    this.#seed = seed;
    this.over = Promise.all(Array.from({ length: JOURNEYS }, (_, index) => this.#travel(index))).then(() => undefined);
    this.over.catch(() => undefined);
  }

  /** Resolves when `count` more requests were answered. Rejects when the load cannot go on. */
  async moreAnswers(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#waiting = { answers: this.#answers + count, resolve };
    });
    await Promise.race([reached, this.over]);
  }

  /** Lets everything that was begun come to its end. */
  finish(): Promise<void> {
    this.#finishing = true;
    return this.over;
  }

  async #travel(index: number): Promise<void> {
    const random = seededRandom(this.#seed + index);
    for (let count = 1; !this.#finishing; count += 1) {
      const clickIds: string[] = [];
      const clicks = random.int(1, CLICKS_A_JOURNEY_MAX);
      for (let i = 0; i < clicks; i += 1) {
        const clickId = await this.#click(random);
        if (clickId !== null) clickIds.push(clickId);
      }
      const clickId = clickIds.at(-1);
      if (clickId !== undefined) await this.#order(`order-${index}-${count}`, clickId, random);
    }
  }

  /** Once: a visitor whose click breaks off goes away. */
  async #click(random: Random): Promise<string | null> {
    const answer = await this.#wire.ask(`${this.#network.linkPath}?subid=failure`, {
      headers: { 'user-agent': random.pick(userAgents), 'x-forwarded-for': addressIn('RU', random) },
    });
    if (answer === null || answer.status === 503) {
      await this.#wire.untilReady();
      return null;
    }
    const clickId = new URL(answer.location ?? 'none:').searchParams.get(this.#network.clickParameter);
    if (answer.status !== 302 || clickId === null) {
      this.#surprise('click', answer);
      return null;
    }
    this.#counted();
    this.answered.clickIds.push(clickId);
    return clickId;
  }

  async #order(orderId: string, clickId: string, random: Random): Promise<void> {
    const { program, productIds } = this.#network;
    const lines = Array.from({ length: random.int(1, 3) }, (_, i) => ({
      line_id: String(i + 1),
      product_id: random.pick(productIds),
      amount: `${random.int(1, 90)}.${String(random.int(0, 99)).padStart(2, '0')}`,
    }));
    const order: ReportedOrder = { orderId, clickId, lines, events: [] };
    await this.#report('/api/v1/orders', random, {
      program,
      order_id: orderId,
      ordered_at: new Date().toISOString(),
      currency: 'USD',
      click_id: clickId,
      delivery_country: 'RU',
      lines,
    });
    this.answered.orders.push(order);
    if (random.next() >= RECEIVED_SHARE) return;
    await this.#event(order, random, { type: 'goods_received' });
    if (random.next() >= REFUNDED_SHARE) return;
    await this.#event(order, random, { type: 'refunded', lines: [{ line_id: '1' }] });
  }

  async #event(
    order: ReportedOrder,
    random: Random,
    event: { readonly type: string; readonly lines?: readonly object[] },
  ): Promise<void> {
    const { program } = this.#network;
    const id = `${order.orderId}-${event.type}`;
    const path = `/api/v1/programs/${program}/orders/${order.orderId}/events`;
    await this.#report(path, random, { id, at: new Date().toISOString(), ...event });
    order.events.push(id);
  }

  /** Repeats one report until it is answered 2xx, and sometimes once more after that. */
  async #report(path: string, random: Random, content: object): Promise<void> {
    const body = JSON.stringify(content);
    const repeats = random.next() < REPEATED_SHARE ? 2 : 1;
    for (let done = 0, tries = 1; done < repeats; tries += 1) {
      if (tries > TRIES_MAX) throw new Error(`${path}: not answered in ${TRIES_MAX} tries: ${body}`);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await this.#currentToken()}` };
      const answer = await this.#wire.ask(path, { method: 'POST', headers, body });
      if (answer === null || answer.status === 503) {
        await this.#wire.untilReady();
      } else if (answer.status >= 200 && answer.status < 300) {
        this.#counted();
        done += 1;
      } else {
        this.#surprise(`${path} ${body}`, answer);
      }
    }
  }

  /** One token for all: it outlives every process. */
  #currentToken(): Promise<string> {
    this.#token ??= this.#newToken();
    return this.#token;
  }

  async #newToken(): Promise<string> {
    const { clientId, clientSecret } = this.#network;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      const answer = await this.#wire.ask('/api/token/', {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders' }),
      });
      if (answer?.status === 200) {
        const { access_token: token }: { readonly access_token: string } = JSON.parse(answer.body);
        return token;
      }
      if (answer !== null && answer.status !== 503) this.#surprise('/api/token/', answer);
      await this.#wire.untilReady();
    }
    throw new Error(`no token in ${TRIES_MAX} tries`);
  }

  #counted(): void {
    this.#answers += 1;
    if (this.#waiting !== null && this.#answers >= this.#waiting.answers) this.#waiting.resolve();
  }

  #surprise(what: string, { status, body }: Answer): void {
    this.answered.surprises.push(`${what}: ${status} ${body.slice(0, 500)}`);
  }
}
