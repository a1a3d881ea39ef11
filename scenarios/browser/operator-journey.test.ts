import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words as account } from '../../contract/words/en/account.ts';
import { words as operator } from '../../contract/words/en/operator.ts';
import { type BusyNetwork, openBusyNetwork } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { openVisitor, settled } from './visitor.ts';

let browser: Browser;
let network: BusyNetwork;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

const JOURNEY_MS_MAX = 120_000;
const PROGRAM = 'aliexpress-ru-cis-new';

test('an operator blocks an ad space by a rule: links earn nothing any more, and the publisher reads why (S-090, S-111)', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  const { page } = visitor;
  const { conduct, people } = operator;
  const space = network.credentials.ad_spaces.find(({ links }) => links[PROGRAM] !== undefined);
  if (space === undefined) throw new Error('the example has no ad space in the program');
  const { email, password } = network.accountOf('operator');

  await page.goto('/app/operator/people');
  await page.getByLabel(account.fields.email).fill(email);
  await page.getByRole('textbox', { name: account.fields.password }).fill(password);
  await page.getByRole('button', { name: account.signIn.action, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: people.title }).waitFor();

  await page.goto(
    `/app/operator/conduct/new?program=${PROGRAM}&rule=malicious&publisher=${await publisherOf(space.id)}&ad_space=${space.id}`,
  );
  await settled(page);
  await page.getByLabel(conduct.new.evidence).fill('The address of the shop was changed on the page of the ad space.');
  await page.getByRole('button', { name: conduct.new.submit, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(conduct.rules.malicious) }).waitFor();

  await page.getByRole('radio', { name: conduct.levels.block, exact: true }).check();
  await settled(page);
  await page.getByLabel(conduct.case.reason).fill('Rule 4: the page changed addresses of the shop.');
  await page.getByRole('button', { name: conduct.case.impose }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: new RegExp(`^${conduct.case.imposeAction.split(':')[0]}`) }).click();
  await page.getByText(conduct.states.in_force).first().waitFor();
  expect(visitor.problems).toEqual([]);
  await visitor.close();

  const link = new URL(space.links[PROGRAM] ?? 'nowhere:').pathname;
  await expect
    .poll(async () => (await fetch(`${network.url}${link}`, { redirect: 'manual' })).headers.get('location') ?? '')
    .not.toMatch(/admitad_uid/);
  await publisherReads(space.owner_email, 'Rule 4: the page changed addresses of the shop.');

  async function publisherOf(adSpaceId: string): Promise<string> {
    const rows = await network.network.db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ org_id: string }>('select org_id from ad_spaces.ad_space where ad_space_id = $1', [adSpaceId]),
    );
    return rows[0]?.org_id ?? '';
  }
});

/** The reason stands where the publisher reads: its notices. */
async function publisherReads(email: string, reason: string): Promise<void> {
  const owner = network.credentials.accounts.find((account) => account.email === email);
  if (owner === undefined) throw new Error(`no account ${email}`);
  const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  const { page } = visitor;
  await page.goto('/app/sign-in?next=/app/publisher/notices');
  await page.getByLabel(account.fields.email).fill(owner.email);
  await page.getByRole('textbox', { name: account.fields.password }).fill(owner.password);
  await page.getByRole('button', { name: account.signIn.action, exact: true }).click();
  await page.getByText(reason).first().waitFor();
  expect(visitor.problems).toEqual([]);
  await visitor.close();
}
