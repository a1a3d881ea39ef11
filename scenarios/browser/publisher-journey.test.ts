import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { words as account } from '../../contract/words/es/account.ts';
import { words as publisher } from '../../contract/words/es/publisher.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { type BusyNetwork, openBusyNetwork } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { mailedLink, type Person, personAtWork } from './person.ts';
import { publishRules } from './rules-publication.ts';
import { open, openVisitor, settled, signIn } from './visitor.ts';

let browser: Browser;
let network: BusyNetwork;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

const JOURNEY_MS_MAX = 300_000;
const PROGRAM = 'aliexpress-ru-cis-new';
const ORDER = 'JOURNEY-1';
const person = { name: 'Lucía', email: 'lucia@huerta.test', password: 'tomates al sol de septiembre' };
/** An address that the country data place in Kazakhstan. */
const BUYER = '178.89.0.1';

test('a publisher comes, is let in, joins, links, earns, and reads why, in Spanish', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const visitor = await openVisitor(browser, { url: network.url, language: 'es' });
  const { page } = visitor;
  await register(page);
  const { url } = network;
  const mail = { to: person.email, kind: 'confirm_mail' };
  await page.goto(await mailedLink(browser, { url, operator: network.accountOf('operator') }, mail));
  await page.getByRole('button', { name: account.confirm.action, exact: true }).click();
  await page.getByText(account.confirm.done.split('{{email}}')[1]?.trim() ?? '').waitFor();
  await enter(page);
  await page.getByRole('listitem').filter({ hasText: publisher.steps.what.adSpace }).waitFor();

  const adSpace = await addAdSpace(page);
  await letAdSpaceIn();
  await apply(page);
  await approve();
  await open(visitor, `/app/publisher/links?program=${PROGRAM}&ad_space=${adSpace}`);
  const link = await page.getByRole('textbox', { name: publisher.links.standardLabel }).inputValue();
  const commission = await buy(new URL(link).pathname.split('/')[2] ?? '');

  await open(visitor, '/app/publisher/actions');
  const amount = inSpanish(commission);
  await page.getByText(ORDER, { exact: true }).first().waitFor();
  expect(await page.locator('main').innerText()).toContain(amount);
  await open(visitor, `/app/publisher/actions/why?program=${PROGRAM}&order=${ORDER}`);
  expect(await page.locator('main').innerText()).toContain(amount);
  await open(visitor, '/app/publisher/balance');
  expect(await page.locator('main').innerText()).toContain(amount);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

const ADDED = 'Nothing here is a joke.';

/** Its advertiser lets the program say more in one of its rules from now on; answers the number of the new version. */
async function moreInRule(number: number): Promise<number> {
  const advertiser = await openVisitor(browser, { url: network.url });
  await signIn(advertiser, keeperOf(PROGRAM));
  const version = await publishRules(advertiser, PROGRAM, { number, added: ADDED, from: null });
  expect(advertiser.problems).toEqual([]);
  await advertiser.close();
  return version;
}

async function warn(rule: string): Promise<void> {
  const operator = await personAtWork(browser, network.url, network.accountOf('operator'));
  const found = waitingShape.parse(await operator.get(`/api/v1/moderation/ad-spaces?status=active&limit=200`));
  const space = found.ad_spaces.find(({ name }) => name === 'Canal de la huerta');
  await operator.post('/api/v1/conduct/sanctions', {
    ...{ program: PROGRAM, ad_space: space?.id, rule, level: 'warning', reason: 'Promete dos por uno.' },
  });
  await operator.leave();
}

test('new rules are told, read and accepted, and a sanction cites those by which it was judged (S-111)', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  await warn('misleading');
  const version = await moreInRule(5);
  const visitor = await openVisitor(browser, { url: network.url, language: 'es', width: 360 });
  const { page } = visitor;
  await signIn(visitor, person);
  await open(visitor, '/app/publisher/notices');
  const told = page.getByRole('listitem').filter({ hasText: `versión ${version}` });
  await told.getByRole('link', { name: publisher.notices.open }).click();
  await page.getByRole('heading', { level: 1, name: 'AliExpress RU&CIS NEW' }).waitFor();
  await open(visitor, '/app/publisher/overview');
  await page.getByRole('link', { name: `versión ${version} de las reglas` }).click();
  const what = publisher.programs.rulesWhat.replace('{{version}}', String(version));
  await page.getByText(what.replace('{{before}}', String(version - 1))).click();
  expect(await page.locator('ins').allInnerTexts()).toEqual([expect.stringContaining(ADDED)]);
  await page
    .getByRole('button', { name: publisher.programs.rulesAccept.replace('{{version}}', String(version)) })
    .click();
  await page.getByText(publisher.programs.rulesAcceptedAll.replace('{{version}}', String(version))).waitFor();
  await open(visitor, '/app/publisher/overview');
  expect(await page.getByRole('link', { name: `versión ${version} de las reglas` }).count()).toBe(0);
  await page.getByRole('link', { name: /^Una sanción de AliExpress/ }).click();
  const card = page.getByRole('article').filter({ hasText: 'Promete dos por uno.' });
  await card.getByText(publisher.conduct.ruleText.replace('{{version}}', String(version - 1))).click();
  await card.getByRole('link', { name: publisher.conduct.rulesToday }).waitFor();
  expect(await card.innerText()).toMatch(/^5\. /m);
  expect(await card.innerText()).not.toContain(ADDED);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

async function register(page: Page): Promise<void> {
  await page.goto(`/es/programs/${PROGRAM}`);
  await page.locator('a[href^="/app/register?next="]').first().click();
  await page.getByLabel(account.fields.organisation).fill('La Huerta');
  await page.getByLabel(account.fields.name, { exact: false }).fill(person.name);
  await page.getByLabel(account.fields.email).fill(person.email);
  await page.getByRole('textbox', { name: account.fields.password }).fill(person.password);
  await page.getByRole('button', { name: account.register.action, exact: true }).click();
  await page.getByText(account.register.sent).waitFor();
}

async function enter(page: Page): Promise<void> {
  await page.goto('/app/sign-in');
  await page.getByLabel(account.fields.email).fill(person.email);
  await page.getByRole('textbox', { name: account.fields.password }).fill(person.password);
  await page.getByRole('button', { name: account.signIn.action, exact: true }).last().click();
  await page.waitForURL(/\/app\/publisher/);
}

/** Answers with the id of the ad space. */
async function addAdSpace(page: Page): Promise<string> {
  const { form } = publisher.adSpaces;
  await page.goto('/app/publisher/ad-spaces/new?kind=messenger');
  await page.getByLabel(form.name).fill('Canal de la huerta');
  await page.getByLabel(form.url).fill('https://t.me/canal-de-la-huerta');
  await page.getByLabel(form.description).fill('Un canal sobre cultivos, con 2.000 lectores.');
  // Somebody impatient: whatever is pressed meanwhile, there is one ad space.
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/ad-spaces')) sent.push(request.url());
  });
  await page.getByLabel(form.name).press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  // With an account and an ad space the program's page opens again, from which everything began (S-027).
  await page.waitForURL((url) => url.pathname.endsWith(`/programs/${PROGRAM}`));
  expect(sent).toHaveLength(1);
  // That page cannot know who reads it: its buttons lead on to where a publisher joins.
  for (const entry of ['register', 'sign-in']) {
    await page.goto(`/es/programs/${PROGRAM}`);
    await page.locator(`a[href^="/app/${entry}?next="]`).first().click();
    await page.waitForURL((url) => url.pathname === `/app/publisher/programs/${PROGRAM}`);
  }
  await page.goto('/app/publisher/ad-spaces');
  await page.getByRole('link', { name: 'Canal de la huerta' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Canal de la huerta' }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

const waitingShape = z.looseObject({ ad_spaces: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

async function letAdSpaceIn(): Promise<void> {
  const operator = await personAtWork(browser, network.url, network.accountOf('operator'));
  const { ad_spaces } = waitingShape.parse(await operator.get('/api/v1/moderation/ad-spaces'));
  const space = ad_spaces.find(({ name }) => name === 'Canal de la huerta');
  if (space === undefined) throw new Error('the ad space does not wait for the network');
  await operator.post(`/api/v1/moderation/ad-spaces/${space.id}/verdict`, { status: 'active' });
  await operator.leave();
}

async function apply(page: Page): Promise<void> {
  await page.goto(`/app/publisher/programs/${PROGRAM}`);
  await page.getByRole('button', { name: publisher.applications.apply, exact: true }).click();
  const dialog = page.getByRole('dialog');
  // The rules of the program and of its sibling (S-116).
  await dialog.getByRole('checkbox').nth(1).waitFor();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: publisher.applications.send, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
}

const partnersShape = z.looseObject({
  partners: z.array(z.looseObject({ ad_space: z.looseObject({ id: z.string(), name: z.string() }) })),
});

function keeperOf(code: string): { readonly email: string; readonly password: string } {
  const program = network.credentials.programs.find((each) => each.code === code);
  const advertiser = network.credentials.accounts.find(({ email }) => email === program?.advertiser_email);
  if (advertiser === undefined) throw new Error(`nobody keeps ${code}`);
  return advertiser;
}

const deskOf = (code: string): Promise<Person> => personAtWork(browser, network.url, keeperOf(code));

async function approve(): Promise<void> {
  const desk = await deskOf(PROGRAM);
  const { partners } = partnersShape.parse(await desk.get(`/api/v1/partners?program=${PROGRAM}&status=pending`));
  const [applicant] = partners.filter(({ ad_space }) => ad_space.name === 'Canal de la huerta');
  if (applicant === undefined) throw new Error('the application does not wait for the advertiser');
  await desk.post(`/api/v1/partners/${applicant.ad_space.id}/${PROGRAM}/approve`, {});
  await desk.leave();
}

/** A buyer clicks, orders and receives; answers with what the publisher earns. */
async function buy(link: string): Promise<{ readonly amount: string; readonly currency: string }> {
  const program = network.credentials.programs.find(({ code }) => code === PROGRAM);
  const who = program?.advertiser_email ?? '';
  // The edge follows changes of links; a moment later it knows this one.
  const clickId = await expect
    .poll(() => network.click({ link, address: BUYER }).catch(() => null))
    .not.toBeNull()
    .then(() => network.click({ link, address: BUYER }));
  await network.shipper.runOnce();
  await network.report(who, {
    program: PROGRAM,
    orderId: ORDER,
    orderedAt: systemClock.now(),
    currency: 'USD',
    clickIds: [clickId],
    deliveryCountry: 'KZ',
    lines: [{ lineId: '1', amount: '20.00', productId: network.product }],
  });
  await network.happened(who, { program: PROGRAM, orderId: ORDER, type: 'goods_received', at: systemClock.now() });
  const { commission } = await network.why(who, `${PROGRAM}/${ORDER}`, 'es');
  expect(Number(commission.amount)).toBeGreaterThan(0);
  return commission;
}

function inSpanish({ amount, currency }: { readonly amount: string; readonly currency: string }): string {
  return new Intl.NumberFormat('es', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    Number(amount),
  );
}
