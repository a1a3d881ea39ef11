import { expressPayment } from '../../core/posting/index.ts';
import { createApiApplication, createOrganisation, type OrganisationKind } from '../../modules/accounts/index.ts';
import { signInAs } from '../../modules/accounts/testing.ts';
import { createAdSpace } from '../../modules/ad-spaces/index.ts';
import { createCoupon } from '../../modules/coupons/index.ts';
import { postOrThrow } from '../../modules/ledger/index.ts';
import { standardLink } from '../../modules/links/index.ts';
import { notify } from '../../modules/notifications/index.ts';
import { approve, join } from '../../modules/partnerships/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { addPerson, NOW, orgOf, PASSWORD, type Stage } from './callers.ts';
import type { Thing } from './parameters.ts';

const SYSTEM = { role: 'system' } as const;
export const OWN_PROGRAM = 'aliexpress-ww';
export const FOREIGN_PROGRAM = 'aliexpress-ru-cis-new';
const NO_SUCH = '00000000-0000-4000-8000-000000000000';
/** In Spain. */
const VISITOR = '80.24.10.20';

/** Ids that nothing has, each of the form of those that something has. */
const UNKNOWN: Partial<Readonly<Record<Thing, string>>> = {
  program: 'no-such-program',
  'program applied to': 'no-such-program',
  application: `${NO_SUCH}/${OWN_PROGRAM}`,
  passkey: 'no-such-passkey',
  order: 'NO-SUCH-ORDER',
  'order of a program': 'NO-SUCH-ORDER',
  'link code': '0'.repeat(30),
};

/** Somebody who owns things. */
export interface Party {
  readonly kind: OrganisationKind;
  readonly email: string;
  readonly password: string;
  readonly orgId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Two organisations of each kind: whose things are asked for, and who asks. */
export interface Parties {
  readonly owner: Readonly<Record<OrganisationKind, Party>>;
  readonly foreign: Readonly<Record<OrganisationKind, Party>>;
}

export async function openParties({ db, server, established }: Stage): Promise<Parties> {
  const enter = async (kind: OrganisationKind, email: string, password: string): Promise<Party> => {
    const [headers, orgId] = [await signInAs(server, email, password), await orgOf(db, email)];
    return { kind, email, password, orgId, headers };
  };
  const example = (kind: OrganisationKind, email: string) => {
    const account = established.credentials.accounts.find((each) => each.email === email);
    return enter(kind, email, account?.password ?? '');
  };
  const second = 'second@operator.test';
  await db
    .transaction(SYSTEM, async (tx) => {
      const { id } = await createOrganisation(tx, { kind: 'operator', name: 'Second operator', at: NOW });
      return id;
    })
    .then((orgId) => addPerson(db, orgId, second, 'owner'));
  return {
    owner: {
      publisher: await example('publisher', 'anna@gadget-notes.test'),
      advertiser: await example('advertiser', 'affiliates@worldwide.test'),
      operator: await example('operator', 'operator@network.test'),
    },
    foreign: {
      publisher: await example('publisher', 'boris@code-corner.test'),
      advertiser: await example('advertiser', 'affiliates@ru-cis.test'),
      operator: await enter('operator', second, PASSWORD),
    },
  };
}

type Traffic = Readonly<Record<'working ad space' | 'order' | 'order of a program' | 'link' | 'link code', string>>;

/** What the owners have: a new one at every call where a request may use it up, else one for all. */
export class Belongings {
  readonly #stage: Stage;
  readonly #parties: Parties;
  readonly #lasting = new Map<string, Promise<string>>();
  #trade: Promise<Traffic> | null = null;
  #number = 0;

  constructor(stage: Stage, parties: Parties) {
    this.#stage = stage;
    this.#parties = parties;
  }

  /** The id of a thing of the owner of this kind. */
  id(thing: Thing, kind: OrganisationKind): Promise<string> {
    const owner = this.#parties.owner[kind];
    const once = (make: () => Promise<string>): Promise<string> => {
      const name = `${thing} ${kind}`;
      const made = this.#lasting.get(name) ?? make();
      this.#lasting.set(name, made);
      return made;
    };
    const makers: Readonly<Record<Thing, () => Promise<string>>> = {
      session: () => this.#session(owner),
      passkey: () => this.#passkey(owner),
      invitation: () => this.#invitation(owner),
      member: () => this.#member(owner),
      'api application': () => this.#application(owner),
      organisation: async () => owner.orgId,
      notice: () => once(() => this.#notice(owner)),
      program: async () => OWN_PROGRAM,
      'terms proposal': () => this.#proposal(),
      backtest: () => this.#backtest(),
      coupon: () => this.#coupon(),
      'ad space': () => this.#adSpace('content_site'),
      'joined ad space': () => this.#joined(),
      'pending ad space': () => this.#pending(),
      'program applied to': () => this.#pending().then(() => OWN_PROGRAM),
      application: async () => `${await this.#pending()}/${OWN_PROGRAM}`,
      'working ad space': () => this.#ofTraffic('working ad space'),
      order: () => this.#ofTraffic('order'),
      'order of a program': () => this.#ofTraffic('order of a program'),
      link: () => this.#ofTraffic('link'),
      'link code': () => this.#ofTraffic('link code'),
      sanction: () => this.#sanction(),
      'express payment': () => once(() => this.#expressPayment(owner)),
    };
    return makers[thing]();
  }

  async #ofTraffic(part: keyof Traffic): Promise<string> {
    this.#trade ??= this.#traffic();
    return (await this.#trade)[part];
  }

  /** What an owner's question began in the background is over: a trial of terms, of which one a program runs. */
  async untilIdle(): Promise<void> {
    let running: unknown;
    do [running] = await this.#system((tx) => tx.query(`select 1 from terms.backtest where status = 'running'`));
    while (running !== undefined);
  }

  unknown(thing: Thing): string {
    return thing === 'link' ? `${this.#stage.network.url}/g/${'0'.repeat(30)}/` : (UNKNOWN[thing] ?? NO_SUCH);
  }

  #system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#stage.db.transaction(SYSTEM, work);
  }

  #next(): number {
    this.#number += 1;
    return this.#number;
  }

  /** What the API answers to an owner; throws where it refuses. */
  async #ask(party: Party, method: 'GET' | 'POST', url: string, payload?: object): Promise<Record<string, unknown>> {
    const body = payload === undefined ? {} : { payload };
    const answer = await this.#stage.server.inject({ method, url, headers: { ...party.headers }, ...body });
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`);
    return Object(answer.json());
  }

  async #session({ email, password, headers }: Party): Promise<string> {
    await signInAs(this.#stage.server, email, password);
    const answer = await this.#stage.server.inject({ url: '/api/v1/person/sessions', headers: { ...headers } });
    const found: readonly { id: string; current: boolean }[] = answer.json().sessions;
    return found.find(({ current }) => !current)?.id ?? '';
  }

  async #passkey({ email }: Party): Promise<string> {
    const id = `passkey-${this.#next()}-of-${email}`;
    await this.#system((tx) =>
      tx.query(
        `insert into accounts.passkey (credential_id, user_id, name, public_key, counter, transports, created_at)
         select $1, user_id, 'Key', '\\x00', 0, '{}', now() from accounts.member where email = $2`,
        [id, email],
      ),
    );
    return id;
  }

  async #invitation(owner: Party): Promise<string> {
    const email = `guest-${this.#next()}@${owner.kind}.test`;
    const { id } = await this.#ask(owner, 'POST', '/api/v1/invitations', { email, role: 'viewer' });
    return String(id);
  }

  async #member(owner: Party): Promise<string> {
    const email = `colleague-${this.#next()}@${owner.kind}.test`;
    await addPerson(this.#stage.db, owner.orgId, email, 'viewer');
    const { members } = await this.#ask(owner, 'GET', '/api/v1/members');
    const found = [members].flat().find((each) => Object(each).email === email);
    return String(Object(found).id);
  }

  async #application(owner: Party): Promise<string> {
    const asked = {
      orgId: owner.orgId,
      name: `Statistics ${this.#next()}`,
      scopes: ['statistics'],
      at: NOW,
      actor: 'test',
    };
    await this.#system((tx) => createApiApplication(tx, asked));
    const { applications } = await this.#ask(owner, 'GET', '/api/v1/api-applications');
    const found = [applications].flat().find((each) => Object(each).name === asked.name);
    return String(Object(found).id);
  }

  /** The newer of two. */
  async #notice(owner: Party): Promise<string> {
    const told = { orgId: owner.orgId, kind: 'ad_space_approved', data: { ad_space: 'Notes' } } as const;
    for (const at of [NOW + 1000, NOW + 2000])
      await this.#system((tx) => notify(tx, { ...told, subject: `ad_space:${owner.orgId}`, at }));
    const { notices } = await this.#ask(owner, 'GET', '/api/v1/notices');
    return String(Object([notices].flat()[0]).id);
  }

  async #proposal(): Promise<string> {
    const { advertiser } = this.#parties.owner;
    const url = `/api/v1/programs/${OWN_PROGRAM}/terms`;
    const { proposals } = await this.#ask(advertiser, 'GET', `${url}/proposals`);
    const open = [proposals].flat().find((each) => Object(each).status === 'open');
    if (open !== undefined) return String(Object(open).id);
    const { text, publication } = await this.#ask(advertiser, 'GET', url);
    const changed = String(text).replaceAll('38.00 USD per order', '39.00 USD per order');
    const asked = { text: changed, based_on: publication, reason: 'Agreed with partners.' };
    return String((await this.#ask(advertiser, 'POST', `${url}/proposals`, asked))['id']);
  }

  async #backtest(): Promise<string> {
    const { advertiser } = this.#parties.owner;
    const url = `/api/v1/programs/${OWN_PROGRAM}/terms`;
    const { text } = await this.#ask(advertiser, 'GET', url);
    const asked = { text, from: '2022-06-01T00:00:00Z', until: '2022-06-02T00:00:00Z' };
    const { id } = await this.#ask(advertiser, 'POST', `${url}/backtests`, asked);
    let status: unknown = 'running';
    while (status === 'running') ({ status } = await this.#ask(advertiser, 'GET', `${url}/backtests/${id}`));
    return String(id);
  }

  async #coupon(): Promise<string> {
    const asked = { program: OWN_PROGRAM, code: `CODE${this.#next()}`, adSpaceId: null, at: NOW, actor: 'test' };
    const made = await this.#system((tx) => createCoupon(tx, asked));
    if (!made.ok) throw new Error(made.error.detail);
    return made.value.id;
  }

  async #adSpace(kind: 'content_site'): Promise<string> {
    const { orgId } = this.#parties.owner.publisher;
    const name = `Notes ${this.#next()}`;
    const url = 'https://gadget-notes.test/';
    const about = {
      orgId,
      name,
      url,
      kind,
      trafficType: kind,
      dropshipping: false,
      status: 'active',
      at: NOW,
    } as const;
    return (await this.#system((tx) => createAdSpace(tx, about))).id;
  }

  async #pending(): Promise<string> {
    const adSpaceId = await this.#adSpace('content_site');
    await this.#system((tx) => join(tx, { adSpaceId, program: OWN_PROGRAM, trafficType: 'content_site', at: NOW }));
    return adSpaceId;
  }

  async #joined(): Promise<string> {
    const adSpaceId = await this.#pending();
    const asked = { adSpaceId, program: OWN_PROGRAM, at: NOW };
    await this.#system((tx) => approve(tx, { ...asked, actor: 'test' }));
    await this.#system((tx) => standardLink(tx, asked));
    return adSpaceId;
  }

  /** A click on a link of the example, and an order after it. */
  async #traffic(): Promise<Traffic> {
    const { network, established } = this.#stage;
    const { owner } = this.#parties;
    const adSpace = established.credentials.ad_spaces.find(({ owner_email }) => owner_email === owner.publisher.email);
    const code = established.linkCode('notes', OWN_PROGRAM);
    const clickId = await network.click({ link: code, address: VISITOR });
    await network.shipper.runOnce();
    const product = established.credentials.products.find(
      ({ program, affiliate }) => program === OWN_PROGRAM && affiliate,
    );
    const lines = [{ lineId: '1', amount: '20.00', productId: product?.product_id ?? null }];
    const order = {
      program: OWN_PROGRAM,
      orderId: 'OWN-1',
      orderedAt: NOW,
      currency: 'USD',
      clickIds: [clickId],
      lines,
    };
    await network.report(owner.advertiser.email, { ...order, deliveryCountry: 'ES' });
    const { program, orderId } = order;
    await network.happened(owner.advertiser.email, { program, orderId, type: 'goods_received', at: NOW });
    // Whoever reads statistics first makes them of what has come since.
    await this.#ask(owner.publisher, 'GET', '/api/v1/reports');
    const link = `${network.url}/g/${code}/`;
    return {
      'working ad space': adSpace?.id ?? '',
      order: order.orderId,
      'order of a program': order.orderId,
      link,
      'link code': code,
    };
  }

  async #expressPayment({ orgId }: Party): Promise<string> {
    const [made] = await this.#system((tx) =>
      tx.query<{ id: string }>(
        `with payment as (
           insert into express.payment (payment_id, publisher_org, currency, state, advanced_minor, fee_minor, fee_percent, orders, asked_at, asked_by)
           values (gen_random_uuid(), $1, 'RUB', 'granted', 100, 3, 3, 1, $2, 'test') returning payment_id
         ), part as (
           insert into express.part (payment_id, program, publisher_org, advanced_minor, fee_minor)
           select payment_id, $3, $1, 100, 3 from payment
         )
         insert into express.advance (payment_id, program, order_id, position, publisher_org, currency, revision, terms_version, minor)
         select payment_id, $3, 'OWN-ADVANCED', 1, $1, 'RUB', 1, 'R1', 100 from payment returning payment_id as id`,
        [orgId, new Date(NOW).toISOString(), OWN_PROGRAM],
      ),
    );
    const payment = made?.id ?? '';
    const order = { orderId: 'OWN-ADVANCED', revision: 1, termsVersion: 'R1' };
    const advance = { payment, program: OWN_PROGRAM, publisherOrg: orgId, currency: 'RUB' as const, minor: 100n };
    await this.#system((tx) => postOrThrow(tx, [expressPayment({ ...advance, effectiveAt: NOW, order })]));
    return payment;
  }

  async #sanction(): Promise<string> {
    const { owner } = this.#parties;
    const imposed = await this.#ask(owner.operator, 'POST', '/api/v1/conduct/sanctions', {
      program: OWN_PROGRAM,
      publisher: owner.publisher.orgId,
      rule: 'misleading',
      level: 'warning',
      reason: 'A claim that is not true.',
    });
    return String(imposed['id']);
  }
}
