import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Refusal, Result } from '../../../contract/errors/index.ts';
import { versionAt } from '../../../core/terms/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import {
  createApiApplication,
  createOrganisation,
  createUser,
  type OrganisationKind,
} from '../../../modules/accounts/index.ts';
import { createAdSpace } from '../../../modules/ad-spaces/index.ts';
import { importProducts, importRates } from '../../../modules/catalogue/index.ts';
import { createCoupon } from '../../../modules/coupons/index.ts';
import { standardLink } from '../../../modules/links/index.ts';
import { agree, approve, join as joinProgram } from '../../../modules/partnerships/index.ts';
import { createProgram, type Program, setTrafficTypes } from '../../../modules/programs/index.ts';
import { recordProgram } from '../../../modules/stats/index.ts';
import { publishTerms, setInternalRate, termsOf } from '../../../modules/terms/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { randomAlphanumeric } from '../../../platform/secrets/index.ts';
import { shippedProgramsDirectory } from '../decide/load-programs.ts';
import type { Network } from '../network.ts';
import type { AdSpaceCredentials, Credentials } from './credentials.ts';
import { publishPage, publishPromises } from './pages/publish.ts';
import { type AdSpaceKey, type ExampleAdSpace, operator, publishers, rc, ww } from './people.ts';
import { exampleProducts } from './products.ts';
import { type ExampleProgram, examplePrograms } from './programs.ts';
import { exampleRates } from './rates.ts';

const actor = 'example network';
const PASSWORD_CHARACTERS = 20;

/** What the API applications of each kind of organisation may do. */
const scopesOf: Readonly<Record<OrganisationKind, readonly string[]>> = {
  operator: [
    'orders',
    'statistics',
    'ledger',
    'products',
    'terms',
    'websites',
    'advcampaigns',
    'private_data_balance',
    'payments',
    'notices',
    'mails',
    'partners',
    'programs',
    'moderation',
    'conduct',
    'health',
  ],
  advertiser: [
    'orders',
    'statistics',
    'ledger',
    'products',
    'terms',
    'coupons',
    'advcampaigns',
    'private_data_balance',
    'notices',
    'partners',
    'conduct',
  ],
  publisher: [
    'conduct',
    'orders',
    'statistics',
    'ledger',
    'products',
    'coupons',
    'websites',
    'manage_websites',
    'advcampaigns',
    'advcampaigns_for_website',
    'manage_advcampaigns',
    'deeplink_generator',
    'validate_links',
    'short_link',
    'private_data_balance',
    'payments',
    'notices',
  ],
};

export interface Established {
  readonly credentials: Omit<Credentials, 'base_url' | 'api_base_url'>;
  /** Code of the standard link of an ad space in a program. */
  linkCode(adSpace: AdSpaceKey, program: string): string;
  readonly programs: ReadonlyMap<string, Program>;
}

/** Makes people, programs, products, ad spaces and links, as of `at`. Everything goes through the modules' own use cases. */
export async function establish(network: Network, at: Instant): Promise<Established> {
  const { db } = network;
  const people = new People(network, at);
  await db.transaction({ role: 'system' }, (tx) => people.organisation(tx, 'operator', operator.name, operator.email));
  await db.transaction({ role: 'system' }, (tx) => publishPromises(tx, at));
  const programs = new Map<string, Program>();
  for (const example of examplePrograms) {
    const program = await db.transaction({ role: 'system' }, (tx) => people.program(tx, example));
    programs.set(program.code, program);
  }
  for (const program of [rc, ww]) await stockCatalogue(network, value(programs.get(program)), at);
  const links = new Map<string, string>();
  for (const { name, email, adSpaces } of publishers) {
    await db.transaction({ role: 'system' }, async (tx) => {
      const orgId = await people.organisation(tx, 'publisher', name, email);
      for (const adSpace of adSpaces) await people.adSpace(tx, orgId, email, adSpace, links);
    });
  }
  return {
    credentials: people.credentials(),
    programs,
    linkCode: (adSpace, program) => value(links.get(`${adSpace} ${program}`)),
  };
}

/** Keeps the secrets as they are made: nobody can read them out of the database afterwards. */
class People {
  readonly #network: Network;
  readonly #at: Instant;
  readonly #accounts: Credentials['accounts'][number][] = [];
  readonly #applications: Credentials['api_applications'][number][] = [];
  readonly #adSpaces: AdSpaceCredentials[] = [];
  readonly #programs: Credentials['programs'][number][] = [];

  constructor(network: Network, at: Instant) {
    this.#network = network;
    this.#at = at;
  }

  credentials(): Established['credentials'] {
    return {
      accounts: this.#accounts,
      api_applications: this.#applications,
      ad_spaces: this.#adSpaces,
      programs: this.#programs,
      products: [rc, ww].flatMap((program) =>
        exampleProducts.map((product) => ({ program, ...shownProduct(product) })),
      ),
    };
  }

  async organisation(tx: Tx, kind: OrganisationKind, name: string, email: string): Promise<string> {
    const at = this.#at;
    const { id: orgId } = await createOrganisation(tx, { kind, name, at });
    const password = randomAlphanumeric(PASSWORD_CHARACTERS);
    expectOk(await createUser(tx, { orgId, email, password, role: 'owner', at, actor }));
    const scopes = scopesOf[kind];
    const { clientId, clientSecret } = await createApiApplication(tx, { orgId, name, scopes, at, actor });
    this.#accounts.push({ role: kind, email, password });
    this.#applications.push({
      client_id: clientId,
      client_secret: clientSecret,
      owner_email: email,
      role: kind,
      scopes: [...scopes],
    });
    return orgId;
  }

  async program(tx: Tx, example: ExampleProgram): Promise<Program> {
    const { advertiser } = example;
    const advertiserOrg = await this.organisation(tx, 'advertiser', advertiser.name, advertiser.email);
    const settings = { ...example.program, advertiserOrg, at: this.#at, actor };
    const { program, postbackKey, revisionSecret, signingSecret } = expectOk(
      await createProgram(tx, settings, this.#network.masterKeys),
    );
    if (example.trafficTypes !== undefined) {
      const { rules, dated } = example.trafficTypes;
      expectOk(await setTrafficTypes(tx, program.code, rules, { at: dated, actor }));
    }
    await publish(tx, program, this.#at);
    await publishPage(tx, program);
    this.#programs.push({
      id: program.code,
      code: program.code,
      name: program.name,
      advertiser_email: advertiser.email,
      campaign_code: program.campaignCode,
      action_code: program.actionCode,
      tariff_code: program.tariffCode,
      postback_key: postbackKey,
      revision_secret: revisionSecret,
      signing_secret: signingSecret,
    });
    return program;
  }

  async adSpace(
    tx: Tx,
    orgId: string,
    email: string,
    example: ExampleAdSpace,
    links: Map<string, string>,
  ): Promise<void> {
    const at = this.#at;
    const { key, name, url, kind, trafficType, dropshipping, joins, coupons = [] } = example;
    const adSpace = await createAdSpace(tx, {
      orgId,
      name,
      url,
      kind,
      trafficType,
      dropshipping,
      status: 'active',
      at,
    });
    const shown: Record<string, string> = {};
    for (const asked of joins) {
      expectOk(await joinProgram(tx, { adSpaceId: adSpace.id, program: asked, trafficType, at }));
      for (const joined of expectOk(await approve(tx, { adSpaceId: adSpace.id, program: asked, at, actor }))) {
        const { program } = joined;
        if (joined.agreementNeeded) expectOk(await agree(tx, { adSpaceId: adSpace.id, program, at, actor }));
        const link = expectOk(await standardLink(tx, { adSpaceId: adSpace.id, program, at }));
        links.set(`${key} ${program}`, link.code);
        shown[program] = link.path;
      }
    }
    for (const { program, code } of coupons) {
      expectOk(await createCoupon(tx, { program, code, adSpaceId: adSpace.id, at, actor }));
    }
    this.#adSpaces.push({ id: adSpace.id, code: adSpace.code, name, kind, owner_email: email, links: shown });
  }
}

async function publish(tx: Tx, program: Program, at: Instant): Promise<void> {
  const text = await readFile(join(shippedProgramsDirectory(), `${program.code}.terms`), 'utf8');
  expectOk(await publishTerms(tx, { program: program.code, text, at, actor }));
  const terms = value(await termsOf(tx, program.code));
  await recordProgram(tx, {
    program: program.code,
    advertiserOrg: program.advertiserOrg,
    timeZone: program.timeZone,
    accrualCurrency: versionAt(terms, at)?.accrualCurrency ?? null,
    cookieMs: program.cookieMs,
  });
  if (program.code !== rc) return;
  for (const [day, rate] of exampleRates(at, program.timeZone)) {
    const stated = { program: rc, base: 'USD', quote: 'RUB', day, rate, source: 'example figures' };
    expectOk(await setInternalRate(tx, { ...stated, at, actor }));
  }
}

async function stockCatalogue({ db, clock }: Network, program: Program, at: Instant): Promise<void> {
  const facts = exampleProducts.map((product) => ({
    product_id: product.productId,
    title: product.title,
    store_id: product.storeId,
    seller_country: product.sellerCountry,
    category: product.category,
    affiliate: product.affiliate,
    hot: product.hot,
    virtual: product.virtual,
    hidden: product.hidden,
    url: productUrl(product.productId),
  }));
  const rates = exampleProducts
    .filter(({ sellerRate, hotRate }) => sellerRate !== null || hotRate !== null)
    .map(({ productId, sellerRate, hotRate }) => ({
      product_id: productId,
      ...(sellerRate === null ? {} : { seller_rate: sellerRate }),
      ...(hotRate === null ? {} : { hot_rate: hotRate }),
    }));
  const refused: string[] = [];
  const file = (rows: readonly object[]) => ({
    program,
    format: 'jsonl' as const,
    stream: Readable.from([Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))]),
    at,
    author: actor,
    onFinding: (finding: { readonly severity: string; readonly detail: string }) => {
      if (finding.severity === 'refused') refused.push(finding.detail);
    },
  });
  expectOk(await importProducts(db, clock, file(facts)));
  const terms = await db.transaction({ role: 'system' }, (tx) => termsOf(tx, program.code));
  expectOk(await importRates(db, clock, { ...file(rates), terms }));
  if (refused.length > 0) throw new Error(`example products of ${program.code}: ${refused[0]}`);
}

function productUrl(productId: string): string {
  return `https://aliexpress.ru/item/${productId}.html`;
}

function shownProduct(product: (typeof exampleProducts)[number]) {
  return {
    product_id: product.productId,
    url: productUrl(product.productId),
    store_id: product.storeId,
    seller_country: product.sellerCountry,
    affiliate: product.affiliate,
    hot: product.hot,
  };
}

function value<T>(present: T | null | undefined): T {
  if (present === null || present === undefined) throw new Error('example network: something it made is missing');
  return present;
}

/** Nothing of the example may be refused: if it is, example and product have drifted apart. */
export function expectOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, field, detail }: Refusal = result.error;
  throw new Error(`example network: ${code}${field === null ? '' : ` (${field})`}: ${detail}`);
}
