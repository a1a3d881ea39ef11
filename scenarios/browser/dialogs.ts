import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { words as account } from '../../contract/words/en/account.ts';
import { words } from '../../contract/words/en/advertiser.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { words as many } from '../../contract/words/en/many.ts';
import { words as links } from '../../contract/words/en/publisher-links.ts';
import { words as rules } from '../../contract/words/en/rules.ts';
import { join as joinProgram } from '../../modules/partnerships/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { type BusyNetwork, PROGRAM } from './busy-network.ts';
import { reportAnApplicant, reportAnotherPublisher } from './complaints.ts';
import { mailedLink, personAtWork } from './person.ts';
import { open, settled, type Visitor } from './visitor.ts';

interface Account {
  readonly email: string;
  readonly password: string;
}

/** Something that is seen only after clicks or by a link of a mail. */
export interface Dialog {
  readonly name: string;
  /** `null`: nobody is signed in. */
  readonly as: Account | null;
  /** Opens it, has each state of it looked at, and asserts what it says and does. */
  readonly show: (visitor: Visitor, look: () => Promise<void>) => Promise<void>;
}

export interface Prepared {
  readonly advertiser: Account;
  readonly publisher: Account;
  readonly operator: Account;
  /** A tracking link of another publisher. */
  readonly othersLink: string;
  readonly invitation: string;
  readonly reset: string;
}

const invited = 'nadia@ru-cis.test';
const { daily } = words;
const button = (place: Page | Locator, name: string) => place.getByRole('button', { name, exact: true });

/** Ad spaces that wait for the advertiser, an invitation and a forgotten password. */
export async function preparedFor(browser: Browser, network: BusyNetwork): Promise<Prepared> {
  const advertiser = network.accountOf('advertiser');
  // Another than the one who signs in elsewhere: his password changes.
  const forgetful =
    network.credentials.accounts.findLast(({ role }) => role === 'publisher') ?? network.accountOf('publisher');
  for (const name of ['Second shelf', 'Third shelf', 'Fourth shelf']) {
    const { id: adSpaceId } = await network.addAdSpace(name);
    const application = { adSpaceId, program: PROGRAM, trafficType: 'content_site', at: systemClock.now() };
    const joined = await network.network.db.transaction({ role: 'system' }, (tx) => joinProgram(tx, application));
    expect(joined.ok).toBe(true);
  }
  const owner = await personAtWork(browser, network.url, advertiser);
  await owner.post('/api/v1/invitations', { email: invited, role: 'manager' });
  await owner.post('/api/v1/password-resets', { email: forgetful.email });
  await owner.leave();
  const desk = { url: network.url, operator: network.accountOf('operator') };
  return {
    advertiser,
    publisher: network.accountOf('publisher'),
    operator: desk.operator,
    othersLink: linkOfAnother(network),
    invitation: await mailedLink(browser, desk, { to: invited, kind: 'invitation' }),
    reset: await mailedLink(browser, desk, { to: forgetful.email, kind: 'reset_password' }),
  };
}

function linkOfAnother({ accountOf, credentials }: BusyNetwork): string {
  const { email } = accountOf('publisher');
  const links = credentials.ad_spaces.flatMap((space) =>
    space.owner_email === email ? [] : (space.links[PROGRAM] ?? []),
  );
  if (links[0] === undefined) throw new Error(`the example has no second publisher in ${PROGRAM}`);
  return links[0];
}

export function dialogsOf(prepared: Prepared): readonly Dialog[] {
  const { advertiser, publisher, invitation, reset } = prepared;
  return [
    { name: 'order, received', as: advertiser, show: oneOrder },
    { name: 'many orders by filter', as: advertiser, show: manyOrders },
    { name: 'decline an application', as: advertiser, show: declineApplication },
    { name: 'decide many applications', as: advertiser, show: manyApplications },
    { name: 'import with preview', as: advertiser, show: importProducts },
    { name: 'publish rules', as: advertiser, show: publishRules },
    { name: 'remove a member', as: advertiser, show: removeMember },
    { name: 'apply to a program', as: publisher, show: applyToProgram },
    { name: 'history of an application', as: publisher, show: applicationHistory },
    {
      name: 'report another publisher',
      as: publisher,
      show: (visitor, look) => reportAnotherPublisher(visitor, look, prepared),
    },
    { name: 'report an applicant', as: advertiser, show: reportAnApplicant },
    { name: 'accept an invitation', as: null, show: (visitor, look) => acceptInvitation(visitor, look, invitation) },
    { name: 'choose a password', as: null, show: (visitor, look) => choosePassword(visitor, look, reset) },
    { name: 'confirm an address', as: null, show: (visitor, look) => followWrong(visitor, look, 'confirm') },
    { name: 'switch mails off', as: null, show: (visitor, look) => followWrong(visitor, look, 'unsubscribe') },
  ];
}

/** Its page with the trace open, and both verdicts; the receipt is given. */
async function oneOrder(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, `/app/advertiser/orders/detail?program=${PROGRAM}&order=BROWSER-5`);
  await button(page, daily.order.showTrace).click();
  await look();
  const dialog = page.getByRole('dialog');
  await button(page, daily.order.declined.action).click();
  await dialog.getByText(daily.order.declined.what).waitFor();
  await look();
  await button(dialog, daily.order.declined.action).click();
  // Nothing is declined without a reason.
  await expect.poll(() => dialog.locator('textarea:invalid').count()).toBeGreaterThan(0);
  await button(dialog, frame.actions.cancel).click();
  await dialog.waitFor({ state: 'detached' });
  await button(page, daily.order.approved.action).click();
  await dialog.getByText(daily.order.approved.what).waitFor();
  await look();
  await button(dialog, daily.order.approved.action).click();
  await page.getByText(daily.order.told, { exact: true }).waitFor();
  await expect.poll(() => button(page, daily.order.approved.action).count()).toBe(0);
}

/** Says how many and how much before; the number has to be typed. */
async function manyOrders(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, `/app/advertiser/orders?program=${PROGRAM}&order_id=BROWSER-6`);
  await button(page, daily.orders.allToBe.declined).click();
  const dialog = page.getByRole('dialog', { name: daily.many.title.declined });
  await dialog.getByText(daily.many.what.declined).waitFor();
  await look();
  await dialog.getByRole('textbox', { name: daily.many.reason }).fill('The buyer did not pay.');
  await button(dialog, daily.many.preview).click();
  const send = button(dialog, 'Decline 1 order');
  await send.waitFor();
  await look();
  expect(await dialog.innerText()).toContain('Number of selected orders: 1');
  // Amounts have room in the dialog, too.
  const boxes = await Promise.all((await dialog.locator('.figures > *').all()).map((card) => card.boundingBox()));
  expect(Math.min(...boxes.map((box) => box?.width ?? 0))).toBeGreaterThan(130);
  expect(await send.isDisabled()).toBe(true);
  const typed = dialog.getByRole('textbox', { name: 'Type 1 to confirm' });
  await typed.fill('2');
  expect(await send.isDisabled()).toBe(true);
  await typed.fill('1');
  await send.click();
  await dialog.getByText('1 order was changed').waitFor();
  expect(await dialog.innerText()).toContain(daily.many.changed);
  await look();
  // What was just declined is taken back from there, again with a reason that publishers read; it needs no typing.
  await button(dialog, 'Take it back: reopen 1 order').click();
  const again = page.getByRole('dialog', { name: daily.many.title.reopened });
  await again.getByRole('textbox', { name: daily.many.reason }).fill('The buyer has paid after all.');
  await button(again, daily.many.preview).click();
  await button(again, 'Reopen 1 order').click();
  await again.getByText('1 order was changed').waitFor();
  await button(again, frame.actions.close).last().click();
  await again.waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: daily.orders.statuses.pending }).waitFor();
}

async function declineApplication(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/advertiser/applications?status=pending');
  const card = page.getByRole('article', { name: /^Second shelf/ });
  expect(await card.innerText()).toContain(`${daily.applications.traffic}: ${words.names.kind.content_site}`);
  await button(card, daily.applications.decline).click();
  const dialog = page.getByRole('dialog', { name: 'Decline Second shelf' });
  await dialog.getByRole('textbox', { name: daily.applications.reason, exact: true }).fill('Too little to read.');
  await dialog.getByRole('combobox', { name: daily.applications.reasonCode }).click();
  await page.getByRole('option', { name: daily.applications.codes.information }).click();
  await look();
  await button(dialog, daily.applications.decline).click();
  const told = page.getByRole('status').filter({ hasText: 'Second shelf was declined' });
  await told.waitFor();
  await look();
  await button(told, many.single.takeBack).click();
  await page.getByText('Second shelf waits for a decision again').waitFor();
  await card.waitFor();
  // What was declined earlier is taken back from its card.
  await button(card, daily.applications.decline).click();
  await dialog.getByRole('textbox', { name: daily.applications.reason, exact: true }).fill('Still too little.');
  await button(dialog, daily.applications.decline).click();
  await told.waitFor();
  await open(visitor, '/app/advertiser/applications?status=declined');
  expect(await card.innerText()).toContain('Still too little.');
  await button(card, many.single.takeBack).click();
  await page.getByText('Second shelf waits for a decision again').waitFor();
}

/** Searched, chosen, declined together and taken back; approving says what follows and needs its number typed. */
async function manyApplications(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/advertiser/applications');
  await page.getByText(many.ways.list, { exact: true }).click();
  await page.getByRole('searchbox', { name: many.search }).fill('shelf');
  await button(page, many.searchNow).click();
  await page.getByText('3 entries wait').waitFor();
  await page.getByRole('checkbox', { name: 'Select Second shelf' }).check();
  await page.getByRole('checkbox', { name: 'Select Third shelf' }).check();
  await look();
  await button(page, 'Decline 2 applications…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(many.declineMeans.applications).waitFor();
  await dialog.getByRole('textbox', { name: many.reason }).fill('Empty shelves.');
  await look();
  await button(dialog, 'Decline 2 applications').click();
  await page.getByText('2 of 2 declined').waitFor();
  await button(page, 'Take back: 2 applications').click();
  await page.getByText('2 of 2 wait again').waitFor();
  await page.getByRole('link', { name: 'Fourth shelf' }).click();
  await page.getByRole('article', { name: /^Fourth shelf/ }).waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.goBack();
  await page.getByRole('checkbox', { name: 'Select Fourth shelf' }).check();
  await button(page, 'Approve 1 application…').click();
  const approve = button(dialog, 'Approve 1 application');
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Type 1 to confirm' }).fill('1');
  await approve.click();
  await page.getByText('1 of 1 approved').waitFor();
}

async function importProducts(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, `/app/advertiser/imports?program=${PROGRAM}&kind=products`);
  const rows = ['product_id,title,affiliate', 'P-NEW-1,Lamp,yes', 'P-NEW-2,Chair,perhaps'];
  const file = { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) };
  await page.locator('input[type=file]').setInputFiles(file);
  await button(page, daily.imports.preview).click();
  await page.getByRole('heading', { name: daily.imports.would }).waitFor();
  await look();
  const report = page.getByRole('region', { name: daily.imports.would, exact: true });
  const told = await report.innerText();
  expect(told).toMatch(/New products\s+1\s+Changes of known products\s+0\s/);
  expect(told).toMatch(/3\s+refused\s+affiliate: perhaps\s+Expected true or false/);
  // What the file does not name stays, unless one says that it is everything and types how many that takes away.
  const everything = page.getByRole('radio', { name: /^This file is everything/ });
  await everything.check();
  await look();
  expect(await page.getByRole('button', { name: /^Store it and take [0-9]+ products? away$/ }).isDisabled()).toBe(true);
  await page.getByRole('radio', { name: daily.imports.gone.keep }).check();
  await button(page, daily.imports.store).click();
  await page.getByRole('heading', { name: daily.imports.did }).waitFor();
  await page.getByText(daily.imports.stored).waitFor();
}

/** At once and from a later day; nobody is told before the last button. */
async function publishRules(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, `/app/advertiser/programs/${PROGRAM}?tab=rules`);
  await page.getByRole('button', { name: /^1\. / }).first().click();
  const text = page.getByRole('textbox', { name: 'Text of rule 1', exact: true });
  await text.fill(`${await text.inputValue()} It is meant.`);
  await button(page, rules.publish).click();
  const dialog = page.getByRole('dialog', { name: rules.publishTitle });
  await dialog.getByText('1 rule or text changes').waitFor();
  await look();
  await dialog.getByRole('radio', { name: 'On a later day' }).check();
  await dialog.getByRole('textbox', { name: 'First day' }).waitFor();
  await look();
  await button(dialog, frame.actions.cancel).click();
  await dialog.waitFor({ state: 'detached' });
}

async function removeMember(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/account/members');
  await page
    .getByRole('button', { name: new RegExp(`^${frame.actions.remove}: `) })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').waitFor();
  await look();
  expect(await dialog.locator('button[type=submit]').isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

/** Nothing can be sent before the rules of both programs are accepted, and then it waits for the program (S-116). */
async function applyToProgram(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/publisher/programs/aliexpress-ww');
  await button(page, links.applications.apply).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: links.applications.adSpace }).click();
  await page.getByRole('option', { name: /^Second shelf/ }).click();
  await dialog.getByRole('checkbox').nth(1).waitFor();
  await look();
  const send = button(dialog, links.applications.send);
  for (const box of await dialog.getByRole('checkbox').all()) {
    expect(await send.isDisabled()).toBe(true);
    await box.check();
  }
  await send.dblclick();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(links.applications.sent).waitFor();
}

async function applicationHistory(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/publisher/programs?tab=mine');
  const name = frame.history.of.replace('{{adSpace}}', 'Second shelf').replace('{{program}}', 'AliExpress WW');
  await button(page, name).click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByText(frame.history.events.applied).waitFor();
  await look();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function acceptInvitation({ page }: Visitor, look: () => Promise<void>, link: string): Promise<void> {
  await page.goto(link);
  await settled(page);
  await page.getByText(`to AliExpress RU&CIS. Your role will be: ${frame.roles.manager}.`).waitFor();
  await look();
  await page.getByRole('textbox', { name: account.fields.name }).fill('Nadia');
  await page.getByRole('textbox', { name: account.fields.password }).fill('lamps and chairs by the hundred');
  await button(page, account.invitation.action).click();
  await page.getByText(account.invitation.done).waitFor();
  await look();
}

async function choosePassword(visitor: Visitor, look: () => Promise<void>, link: string): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/reset');
  await page.getByRole('textbox', { name: account.fields.email }).fill('nobody@nowhere.test');
  await button(page, account.reset.action).click();
  await page.getByText(account.reset.sent).waitFor();
  await look();
  await page.goto(link);
  await settled(page);
  await page.getByText(account.reset.choose).waitFor();
  await look();
  await page.getByRole('textbox', { name: account.fields.newPassword }).fill('a new password for the notes');
  await button(page, account.reset.save).click();
  await page.getByText(account.reset.done).waitFor();
}

/** A link that was mistyped says so and changes nothing. */
async function followWrong(
  visitor: Visitor,
  look: () => Promise<void>,
  name: 'confirm' | 'unsubscribe',
): Promise<void> {
  const { page } = visitor;
  await open(visitor, `/app/${name}?token=${'x'.repeat(43)}`);
  await look();
  await button(page, account[name].action).click();
  await page.getByRole('alert').waitFor();
  await look();
  visitor.problems.splice(0);
}
