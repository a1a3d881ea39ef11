import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsTexts as errors } from '../../contract/errors/words/ru/accounts.ts';
import { words as account } from '../../contract/words/ru/account.ts';
import { words as frame } from '../../contract/words/ru/frame.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { accessibilityProblems } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { open, openVisitor, signIn, type Visitor } from './visitor.ts';

let browser: Browser;
let network: TestNetwork;

beforeAll(async () => {
  const opened = openTestNetwork({ clock: systemClock, host: 'localhost' });
  [browser, network] = await Promise.all([openBrowser(), opened]);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

const JOURNEY_MS_MAX = 300_000;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A device of Chromium's own that makes and keeps real keys; `isVerified`: its person's finger is the right one. */
interface Device {
  readonly session: CDPSession;
  readonly id: string;
  verify(isVerified: boolean): Promise<void>;
}

async function deviceOf({ context, page }: Visitor): Promise<Device> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const verify = async (isUserVerified: boolean): Promise<void> => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified });
  };
  return { session, id, verify };
}

function someone(kind: 'publisher' | 'advertiser') {
  const found = network.credentials.accounts.find(({ role }) => role === kind);
  if (found === undefined) throw new Error(`the example has no ${kind}`);
  return found;
}

/** As after a quarter of an hour. */
async function forgetProofs(): Promise<void> {
  await network.network.db.transaction({ role: 'system' }, (tx) =>
    tx.query(`update accounts.session set reauthenticated_at = reauthenticated_at - interval '16 minutes'`),
  );
}

async function addPasskey(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: account.security.passkeyName }).fill('Ноутбук');
  await button(page, account.security.passkeyAdd).click();
  await page.getByRole('rowheader', { name: 'Ноутбук' }).waitFor();
}

test('a passkey signs in without address and password, in Russian', { timeout: JOURNEY_MS_MAX }, async () => {
  const visitor = await openVisitor(browser, { url: network.url, language: 'ru' });
  const { page, context } = visitor;
  // A browser that offers nothing at the field: there the button is the only way.
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
  const device = await deviceOf(visitor);
  await signIn(visitor, someone('publisher'));
  await open(visitor, '/app/account/security');
  await addPasskey(page);
  const { credentials } = await device.session.send('WebAuthn.getCredentials', { authenticatorId: device.id });
  expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);

  // Not the right finger: the browser gives no signature, and the page says what to do.
  await context.clearCookies();
  await device.verify(false);
  await open(visitor, '/app/sign-in');
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(page, account.signIn.passkey).click();
  await page.getByText(account.signIn.passkeyCancelled).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  await device.verify(true);
  await button(page, account.signIn.passkey).click();
  await page.waitForURL(/\/app\/publisher/);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await open(visitor, '/app/account/security');
  expect(await page.getByText(account.security.passkeys, { exact: true }).count()).toBeGreaterThan(0);
  await button(page, `${frame.actions.remove}: Ноутбук`).waitFor();

  // A quarter of an hour later what is dear asks once more who is there; the finger does, no password.
  await forgetProofs();
  const isRenewal = (answer: { url(): string }) => answer.url().endsWith('/second-factor/recovery-codes');
  await button(page, account.security.recoveryRenew).click();
  const sure = page.getByRole('dialog', { name: account.security.recoveryRenew });
  await sure.getByRole('button', { name: account.security.recoveryRenew, exact: true }).click();
  const proof = page.getByRole('dialog', { name: account.proof.title });
  await proof.waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await device.verify(false);
  await button(page, account.secondStep.usePasskey).click();
  await proof.getByText(account.secondStep.cancelled).waitFor();
  await device.verify(true);
  const taken = page.waitForResponse((answer) => isRenewal(answer) && answer.status() === 200);
  await button(page, account.secondStep.usePasskey).click();
  expect((await (await taken).json()).recovery_codes).toHaveLength(10);
  await page.getByRole('dialog', { name: account.security.recovery }).waitFor();
  // Whether a proof is needed was asked before: nothing was refused.
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('the address field offers passkeys from the start, and a key that was removed opens nothing', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const visitor = await openVisitor(browser, { url: network.url, language: 'ru' });
  const { page, context } = visitor;
  await deviceOf(visitor);
  await signIn(visitor, someone('advertiser'));
  await open(visitor, '/app/account/security');
  await addPasskey(page);
  await context.clearCookies();
  await page.goto('/app/sign-in');
  await page.waitForURL(/\/app\/advertiser/);
  await open(visitor, '/app/account/security');
  await button(page, `${frame.actions.remove}: Ноутбук`).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Удалить Ноутбук', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(visitor.problems).toEqual([]);

  // The device still has the key and offers it.
  await context.clearCookies();
  await page.goto('/app/sign-in');
  await page.getByRole('alert').filter({ hasText: errors.code_refused.title }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/app/sign-in');
  expect(visitor.problems.splice(0)).toEqual([expect.stringContaining('401')]);
  await visitor.close();
});
