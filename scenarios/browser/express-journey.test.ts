import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { formatsOf } from '../../apps/web/kit/values/format.ts';
import { words as frame } from '../../contract/words/ru/frame.ts';
import { money } from '../../contract/words/ru/operator-money.ts';
import { words as publisher } from '../../contract/words/ru/publisher.ts';
import { type BusyNetwork, openBusyNetwork, type Role } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { LOOKS, objectionsTo } from './looks.ts';
import { personAtWork } from './person.ts';
import { open, openVisitor, settled, signIn, type Visitor } from './visitor.ts';

/** Approved orders are paid express, the bank sends it, the advertiser pays, and nothing is paid twice (S-022): by the real pages, in Russian. */

const JOURNEY_MS_MAX = 400_000;
const { express } = publisher;
const formats = formatsOf('ru');

let browser: Browser;
let network: BusyNetwork;
let operator: Visitor;
let earner: Visitor;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
  [operator, earner] = await Promise.all([visitorAs('operator'), visitorAs('publisher')]);
});

async function visitorAs(role: Role): Promise<Visitor> {
  const visitor = await openVisitor(browser, { url: network.url, language: 'ru' });
  await signIn(visitor, network.accountOf(role));
  return visitor;
}

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

const total = z.looseObject({
  currency: z.string(),
  approved: z.string(),
  available: z.string(),
  balance: z.string(),
  paid: z.string(),
});
const states = z.looseObject({ totals: z.array(total) });

/** The money of the publisher's only currency with approved orders, as the API tells it. */
async function standing(currency: string | null): Promise<z.infer<typeof total>> {
  const person = await personAtWork(browser, network.url, network.accountOf('publisher'));
  const { totals } = states.parse(await person.get('/api/v1/balances/states'));
  await person.leave();
  const found = totals.find((each) => (currency === null ? Number(each.approved) > 0 : each.currency === currency));
  if (found === undefined) throw new Error('nothing is approved');
  return found;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const filled = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** In each width, as it stands now; then as it was before. The pages themselves are seen in both themes by `every-page`. */
async function looksWell({ page, problems }: Visitor, what: string): Promise<void> {
  const found: string[] = [];
  for (const look of LOOKS.filter(({ asked }) => asked === 'all').toReversed())
    found.push(...(await objectionsTo(page, look)));
  expect([...found, ...problems.splice(0)], what).toEqual([]);
}

const cents = (amount: string) => Math.round(Number(amount) * 100);
const amountOf = (minor: number) => (minor / 100).toFixed(2);

test('asked for, transferred, paid by the advertiser and settled: nothing twice', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const before = await standing(null);
  const { currency } = before;
  // Half of what is approved: the limit holds, and an order is advanced in part.
  const limit = amountOf(Math.floor(cents(before.approved) / 2));
  const fee = amountOf(Math.round(cents(limit) * 0.03));
  const net = amountOf(cents(limit) - cents(fee));
  const money_ = (amount: string) => formats.money(amount, currency);

  await decideRules(currency, limit);
  await askForAll({ limit, fee, net, currency });
  const granted = await standing(currency);
  expect(granted).toMatchObject({
    approved: before.approved,
    available: amountOf(cents(before.available) + cents(net)),
  });

  await transfer(money_(net));
  expect(await standing(currency)).toMatchObject({ approved: before.approved, available: before.available });

  await advertiserPays(money_(limit));
  const after = await standing(currency);
  expect(after).toMatchObject({
    approved: '0.00',
    available: amountOf(cents(before.available) + cents(before.approved) - cents(limit)),
    paid: amountOf(cents(before.paid) + cents(net)),
  });

  await open(earner, '/app/publisher/balance');
  const row = earner.page.getByRole('row').filter({ hasText: express.states.transferred });
  expect(await row.count()).toBe(1);
  expect(await row.innerText()).toContain('BANK-17');
  await earner.page.getByText(express.reasons.nothing_approved).waitFor();
  expect(await earner.page.getByRole('radio', { name: express.some }).count()).toBe(0);
  await looksWell(earner, 'the balance after all');
  expect(operator.problems).toEqual([]);
});

/** By its own pages, with the effect told while it is typed. */
async function decideRules(currency: string, limit: string): Promise<void> {
  const { page } = operator;
  const { settings } = money.express;
  await open(operator, '/app/operator/express-payments?tab=settings');
  const enabled = page.getByRole('switch', { name: settings.enabled });
  await enabled.check();
  const fields = [
    [settings.fee, '3'],
    [settings.days, '0'],
    [settings.actions, '0'],
  ] as const;
  for (const [name, value] of fields) await page.getByRole('textbox', { name }).fill(value);
  let group = page.getByRole('group', { name: currency, exact: true });
  if ((await group.count()) === 0) {
    await page.getByRole('combobox', { name: settings.add }).fill(currency);
    await page.getByRole('option', { name: currency }).click();
    await button(page, settings.addAction).click();
  }
  group = page.getByRole('group', { name: currency, exact: true });
  await group.getByRole('textbox', { name: settings.minimum }).fill('0,01');
  await group.getByRole('textbox', { name: settings.perPublisher }).fill('lots');
  await group.getByText(settings.amountWrong.split('{{')[0] ?? '').waitFor();
  await group.getByRole('textbox', { name: settings.perPublisher }).fill(limit.replace('.', ','));
  await group.getByRole('textbox', { name: settings.inAll }).fill('1 000 000');
  const effect = page.getByRole('region', { name: settings.effect });
  const net = amountOf(cents(limit) - Math.round(cents(limit) * 0.03));
  await effect.getByText(formats.money(net, currency)).waitFor();
  await looksWell(operator, 'the rules');
  await button(page, settings.save).click();
  await page.getByText(settings.saved).waitFor();
}

interface Sums {
  readonly currency: string;
  readonly limit: string;
  readonly fee: string;
  readonly net: string;
}

async function askForAll({ currency, limit, fee, net }: Sums): Promise<void> {
  const { page } = earner;
  const money_ = (amount: string) => formats.money(amount, currency);
  await open(earner, '/app/publisher/balance');
  const card = page.getByRole('article', { name: filled(express.offer, { currency }) });
  await card.getByText(express.some, { exact: true }).click();
  await card.getByRole('textbox', { name: express.amount }).fill('999999');
  await button(page, express.ask).click();
  expect(await card.getByRole('textbox', { name: express.amount }).getAttribute('aria-invalid')).toBe('true');
  await looksWell(earner, 'an amount that is too large');
  await card.getByRole('radio', { name: filled(express.all, { amount: money_(limit) }) }).check();
  const arithmetic = await card.locator('.express-arithmetic').innerText();
  for (const part of [money_(limit), money_(`-${fee}`), money_(net)]) expect(arithmetic).toContain(part);
  const ask = filled(express.askNow, { amount: money_(limit) });
  await button(page, ask).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(express.confirm.settled).waitFor();
  await looksWell(earner, 'the confirmation');
  await dialog.getByRole('button', { name: ask, exact: true }).click();
  await page.getByText(filled(express.done, { net: money_(net) })).waitFor();
  await page.getByRole('row').filter({ hasText: express.states.granted }).waitFor();
  await page.getByRole('row').filter({ hasText: express.states.granted }).getByRole('button').click();
  const orders = page.getByRole('dialog');
  await orders.getByRole('link', { name: 'BROWSER-1' }).waitFor();
  await looksWell(earner, 'the orders that were advanced');
  await page.keyboard.press('Escape');
  await orders.waitFor({ state: 'detached' });
}

async function transfer(net: string): Promise<void> {
  const { page } = operator;
  await open(operator, '/app/operator/express-payments');
  const row = page.getByRole('row').filter({ hasText: net });
  await row.getByRole('button', { name: new RegExp(`^${money.express.takeBack}`) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').waitFor();
  await looksWell(operator, 'before it is taken back');
  await dialog.getByRole('button', { name: frame.actions.cancel }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.getByRole('button', { name: new RegExp(`^${money.express.transfer}`) }).click();
  await dialog.getByRole('textbox', { name: money.express.bankReference }).fill('BANK-17');
  await looksWell(operator, 'before the transfer is recorded');
  await dialog.getByRole('button', { name: filled(money.express.transferAction, { net }), exact: true }).click();
  await page.getByText(money.express.noneWaiting).waitFor();
  await page.getByRole('tab', { name: money.express.tabs.exposure }).click();
  await settled(page);
  await page.getByRole('link', { name: 'Gadget Notes' }).waitFor();
  await looksWell(operator, 'what is outstanding');
}

async function advertiserPays(advanced: string): Promise<void> {
  const { page } = operator;
  const { payments } = money;
  await open(operator, '/app/operator/advertiser-payments');
  const row = page.getByRole('row').filter({ hasText: 'AliExpress RU&CIS NEW' });
  await row.getByRole('button').click();
  await page.getByRole('radio', { name: payments.byList }).check();
  await button(page, payments.preview).click();
  await page.getByText(payments.listMissing).waitFor();
  await page.getByRole('radio', { name: payments.byDay }).check();
  await button(page, payments.preview).click();
  const preview = page.getByRole('region', { name: payments.previewOf });
  await preview.waitFor();
  expect(await preview.innerText()).toContain(advanced);
  await preview.getByRole('textbox', { name: payments.reference }).fill('ALI-6');
  await looksWell(operator, 'the preview');
  await button(page, payments.confirm).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(advanced).waitFor();
  await looksWell(operator, 'before the payment is recorded');
  await dialog.getByRole('button', { name: new RegExp(`^${payments.confirmAction.split(' ')[0]}`) }).click();
  await page.getByText(payments.nothingDue).waitFor();
  await page.getByRole('tab', { name: payments.tabs.recorded }).click();
  await page.getByRole('row').filter({ hasText: 'ALI-6' }).waitFor();
  await looksWell(operator, 'the recorded payments');
}
