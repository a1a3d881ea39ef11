import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type AdSpaceKey, shop } from '../../apps/tributary/example/people.ts';
import { errorText } from '../../contract/errors/index.ts';
import { words as frameInSpanish } from '../../contract/words/es/frame.ts';
import { words as spanish } from '../../contract/words/es/publisher-conduct.ts';
import { words as links } from '../../contract/words/es/publisher-links.ts';
import { words as frame } from '../../contract/words/ru/frame.ts';
import { words as many } from '../../contract/words/ru/many.ts';
import { words } from '../../contract/words/ru/operator.ts';
import { withdrawal } from '../../core/posting/index.ts';
import { createOrganisation, createUser } from '../../modules/accounts/index.ts';
import { adSpaceById, createAdSpace, setAdSpaceStatus } from '../../modules/ad-spaces/index.ts';
import { balances, post } from '../../modules/ledger/index.ts';
import { moderateOrganisation } from '../../modules/moderation/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { accessibilityProblems } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { open, openVisitor, settled, signIn, type Visitor } from './visitor.ts';

const SYSTEM = { role: 'system' } as const;
const anna = 'anna@gadget-notes.test';
const advertiser = 'partners@fern-and-loom.test';
const operator = 'operator@network.test';

let net: TestNetwork;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  [net, browser] = await Promise.all([openTestNetwork({ clock: systemClock }), openBrowser()]);
  visitor = await openVisitor(browser, { url: net.url, language: 'ru' });
  const account = net.credentials.accounts.find(({ email }) => email === operator);
  await signIn(visitor, { email: operator, password: account?.password ?? '' });
});
afterAll(async () => {
  await browser.close();
  await net.close();
});

/** A publisher that registered, with an ad space that somebody has to look at. */
async function newcomer(): Promise<{ readonly orgId: string; readonly adSpaceId: string }> {
  const at = systemClock.now();
  return net.network.db.transaction(SYSTEM, async (tx) => {
    const org = await createOrganisation(tx, { kind: 'publisher', name: 'Лесная тропа', status: 'pending', at });
    const password = 'тропа через лес и обратно';
    await createUser(tx, { orgId: org.id, email: 'vera@tropa.test', password, role: 'owner', at, actor: 'test' });
    const place = { orgId: org.id, name: '<b>Тропа</b> & друзья', kind: 'content_site', trafficType: 'content_site' };
    const adSpace = await createAdSpace(tx, { ...place, url: 'https://tropa.test/', status: 'pending', at });
    return { orgId: org.id, adSpaceId: adSpace.id };
  });
}

async function clicked(adSpace: AdSpaceKey): Promise<string> {
  const clickId = await net.click({ link: net.established.linkCode(adSpace, shop), address: '80.24.10.20' });
  await net.shipper.runOnce();
  return clickId;
}

/** A visitor who clicked orders; the amount waits for the receipt. */
async function pendingOrder(orderId: string, clickId: string): Promise<void> {
  const lines = [{ lineId: '1', amount: '100.00', productId: 'SOFA' }];
  const order = { program: shop, orderId, currency: 'EUR', deliveryCountry: 'ES', clickIds: [clickId], lines };
  await net.report(advertiser, { ...order, orderedAt: systemClock.now() });
}

const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });

it('lets a newcomer in and declines an ad space, with the keyboard alone', async () => {
  const { orgId, adSpaceId } = await newcomer();
  const { page } = visitor;
  await open(visitor, '/app/operator/overview');
  const card = page.locator('.figure-card').filter({ hasText: words.overview.queues.organisations });
  await expect.poll(() => card.innerText()).toContain('1');
  await card.getByRole('link').press('Enter');
  await page.getByRole('heading', { name: 'Лесная тропа' }).waitFor();
  await page.keyboard.press('a');
  await page.getByText(words.moderation.empty).waitFor();
  const { body } = await net.get(operator, `/api/v1/moderation/organisations/${orgId}`);
  expect(body).toMatchObject({ status: 'active', history: [{ action: 'organisation.active' }] });

  await page.getByRole('tab', { name: words.moderation.queues.ad_spaces }).press('Enter');
  await page.getByRole('heading', { name: '<b>Тропа</b> & друзья' }).waitFor();
  await page.keyboard.press('d');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('Страница не открывается.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(words.moderation.empty).waitFor();
  const adSpace = await net.network.db.transaction(SYSTEM, (tx) => adSpaceById(tx, adSpaceId));
  expect(adSpace).toMatchObject({ status: 'rejected', verdict: { code: 'rules', reason: 'Страница не открывается.' } });

  // Taken back, it stands in the queue again; then it is declined for good.
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(many.single.takeBack).press('Enter');
  await page.getByRole('heading', { name: '<b>Тропа</b> & друзья' }).waitFor();
  await page.keyboard.press('d');
  await page.locator('textarea:focus').fill('Страница пуста.');
  await button(words.moderation.declineNow).press('Enter');
  await page.getByText(words.moderation.empty).waitFor();
});

it('sanctions brand bidding: what it does is told before, has to be typed, and then is so (S-090, S-105)', async () => {
  await pendingOrder('J1', await clicked('notes'));
  const { page } = visitor;
  await open(visitor, '/app/operator/people?text=anna');
  await page.getByRole('link', { name: 'Gadget Notes' }).click();
  await page.getByRole('link', { name: words.people.openCase, exact: true }).click();
  await page.getByRole('combobox', { name: words.common.program }).fill('Fern');
  await page.getByRole('option', { name: 'Fern & Loom' }).click();
  await page.getByRole('combobox', { name: words.conduct.rule }).fill('SEO');
  await page.getByRole('option', { name: words.conduct.rules.brand_search }).click();
  await page.getByRole('textbox', { name: words.conduct.new.evidence }).fill('Объявление «alliexpress» 15 июня.');
  await button(words.conduct.new.submit).click();
  await page.getByRole('heading', { name: words.conduct.case.decide }).waitFor();
  await settled(page);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('radio', { name: words.conduct.levels.block_and_void }).check();
  await page.getByRole('textbox', { name: words.conduct.case.reason }).fill('Покупка слов бренда.');
  await button(words.conduct.case.impose).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await dialog.innerText()).toContain('1 нерешённое действие');
  const confirm = dialog.getByRole('button', { name: new RegExp(words.conduct.levels.block_and_void) });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog
    .getByRole('textbox', { name: frame.confirm.type.replace('{{word}}', 'Gadget Notes') })
    .fill('Gadget Notes');
  await confirm.click();
  await page.getByText(words.conduct.caseStatuses.sanctioned).waitFor();
  // Whoever opened the case and imposed the sanction is named.
  expect(await page.getByRole('main').innerText()).not.toMatch(/(user|application) …/);

  expect(await net.order(advertiser, `${shop}/J1`)).toMatchObject({ decision: { status: 'declined' } });
  const { body } = await net.get(anna, '/api/v1/conduct/sanctions');
  expect(body).toMatchObject({ sanctions: [{ rule_number: 9, reason: 'Покупка слов бренда.', lifted: null }] });
});

it('is read by the publisher with rule, reason and what it means, who objects (S-090, S-111)', async () => {
  const publisher = await openVisitor(browser, { url: net.url, language: 'es', width: 360 });
  const account = net.credentials.accounts.find(({ email }) => email === anna);
  await signIn(publisher, { email: anna, password: account?.password ?? '' });
  await open(publisher, '/app/publisher/notices');
  await publisher.page.getByText(/^Fern & Loom ha bloqueado .*página neutral: Покупка слов бренда\.$/).waitFor();
  await open(publisher, '/app/publisher/conduct');
  const card = publisher.page.getByRole('article');
  const text = await card.innerText();
  for (const part of ['Bloqueo y anulación de lo pendiente', 'Regla 9: SEO o SEM con marcas', 'Покупка слов бренда.'])
    expect(text).toContain(part);
  expect(text).toContain('1 acción rechazada');
  await card.getByRole('button', { name: spanish.conduct.object, exact: true }).press('Enter');
  await card.locator('textarea:focus').waitFor();
  await publisher.page.keyboard.type('No era nuestro anuncio.');
  expect(await accessibilityProblems(publisher.page)).toEqual([]);
  await card.getByRole('button', { name: spanish.conduct.send, exact: true }).press('Enter');
  await card.getByText(spanish.conduct.states.appealed, { exact: true }).waitFor();
  const { body } = await net.get(operator, '/api/v1/conduct/sanctions?state=appealed');
  expect(body).toMatchObject({ sanctions: [{ appeal: { text: 'No era nuestro anuncio.' } }] });
  expect(publisher.problems).toEqual([]);
  await publisher.close();
});

it('answers the objection, and the publisher reads why the sanction stays (S-090)', async () => {
  const { page } = visitor;
  await open(visitor, '/app/operator/conduct?tab=sanctions&state=appealed');
  await page.getByRole('link', { name: words.conduct.levels.block_and_void, exact: true }).click();
  await page.getByText('No era nuestro anuncio.').waitFor();
  await button(words.conduct.sanction.answer).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Объявление вело на вашу площадку.');
  await dialog.getByRole('button', { name: words.conduct.sanction.answerAction, exact: true }).click();
  await page.getByText(words.conduct.sanction.answered).waitFor();
  const publisher = await openVisitor(browser, { url: net.url, language: 'es' });
  const account = net.credentials.accounts.find(({ email }) => email === anna);
  await signIn(publisher, { email: anna, password: account?.password ?? '' });
  await open(publisher, '/app/publisher/conduct');
  const card = publisher.page.getByRole('article');
  expect(await card.innerText()).toContain(`${spanish.conduct.answer}: Объявление вело на вашу площадку.`);
  expect(await card.getByRole('button').count()).toBe(0);
  expect(publisher.problems).toEqual([]);
  await publisher.close();
});

/** Opens a case against a whole publisher and ends it with what the scale of the program asks for. Answers with what the dialog tells. */
async function judge(publisher: { readonly id: string; readonly name: string }, rule: string): Promise<string> {
  const { page } = visitor;
  await open(visitor, `/app/operator/conduct/new?publisher=${publisher.id}`);
  await page.getByRole('combobox', { name: words.common.program }).fill('Fern');
  await page.getByRole('option', { name: 'Fern & Loom' }).click();
  await page.getByRole('combobox', { name: words.conduct.rule }).fill(rule);
  await page.getByRole('option', { name: rule }).click();
  await page.getByRole('textbox', { name: words.conduct.new.evidence }).fill('Жалобы покупателей.');
  await button(words.conduct.new.submit).click();
  await page.getByRole('heading', { name: words.conduct.case.decide }).waitFor();
  await settled(page);
  await page.getByRole('textbox', { name: words.conduct.case.reason }).fill('Так нельзя.');
  await button(words.conduct.case.impose).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await settled(page);
  const told = await dialog.innerText();
  const typed = dialog.getByRole('textbox');
  if ((await typed.count()) > 0) await typed.fill(publisher.name);
  await dialog.getByRole('button').last().click();
  await page.getByText(words.conduct.caseStatuses.sanctioned).waitFor();
  return told;
}

it('a block keeps what is under way, an expulsion takes back also what was paid out, and no ad space comes in again (S-089, S-090, S-109)', async () => {
  const boris = { id: '', name: 'Code Corner', email: 'boris@code-corner.test' };
  const clicks = [
    await clicked('coupons'),
    await clicked('coupons'),
    await clicked('coupons'),
    await clicked('coupons'),
  ];
  for (const orderId of ['B1', 'B2', 'B3']) await pendingOrder(orderId, clicks.pop() ?? '');
  for (const orderId of ['B2', 'B3'])
    await net.happened(advertiser, { program: shop, orderId, type: 'goods_received', at: systemClock.now() });
  const states = async () =>
    Promise.all(
      ['B1', 'B2', 'B3', 'B4'].map(async (id) => (await net.order(advertiser, `${shop}/${id}`)).decision?.status),
    );
  const found = await net.order(advertiser, `${shop}/B3`);
  boris.id = z.string().parse(found.decision?.publisher);
  const holder = { program: shop, org: boris.id };
  const balance = () => net.network.db.transaction(SYSTEM, (tx) => balances(tx, { org: boris.id }));
  const earned = (await balance()).find(({ account }) => account.kind === 'publisher_balance');
  if (earned === undefined) throw new Error('nothing was approved');
  const amount = { minor: earned.minor / 2n, currency: earned.account.currency };
  const paid = {
    ...holder,
    amount,
    effectiveAt: systemClock.now(),
    cause: { source: 'payout', eventId: boris.id },
  } as const;
  await net.network.db.transaction(SYSTEM, (tx) => post(tx, [withdrawal(paid)]));

  const { rules } = words.conduct;
  expect(await judge(boris, rules.forced_action)).toContain('1 ссылка');
  await pendingOrder('B4', clicks.pop() ?? '');
  expect(await states()).toEqual(['pending', 'approved', 'approved', 'pending']);
  const link = await fetch(`${net.url}/g/${net.established.linkCode('coupons', shop)}`, { redirect: 'manual' });
  expect([link.status, link.headers.get('location')]).toEqual([410, null]);

  const told = await judge(boris, rules.refund_urging);
  for (const part of ['2 нерешённых действия', '2 подтверждённых действия', words.conduct.case.keepsOut])
    expect(told).toContain(part);
  expect(told).not.toMatch(/(^|\D)0 (площадок|ссылок)/);
  expect(await states()).toEqual(['declined', 'deducted', 'deducted', 'declined']);
  expect((await balance()).filter(({ minor }) => minor !== 0n)).toMatchObject([{ minor: -amount.minor }]);
  expect(visitor.problems).toEqual([]);

  const publisher = await openVisitor(browser, { url: net.url, language: 'es', theme: 'dark', width: 360 });
  const account = net.credentials.accounts.find(({ email }) => email === boris.email);
  await signIn(publisher, { email: boris.email, password: account?.password ?? '' });
  const { page } = publisher;
  await open(publisher, `/app/publisher/programs/${shop}`);
  await page.getByText(links.programs.expelled).waitFor();
  expect(await page.getByRole('button', { name: links.applications.apply }).count()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await open(publisher, '/app/publisher/notices');
  await page.getByText(/^Fern & Loom le ha excluido para siempre.*: Так нельзя\.$/).waitFor();
  await open(publisher, `/app/publisher/actions/why?program=${shop}&order=B1`);
  await page.getByText(frameInSpanish.order.sanctioned).waitFor();
  expect(await page.getByRole('main').innerText()).not.toContain('El anunciante escribió');
  expect(publisher.problems).toEqual([]);
  await publisher.close();
}, 60_000);

it('finds what was booked for it, down to the posting, and a book that holds', async () => {
  const { page } = visitor;
  await open(visitor, `/app/operator/ledger?program=${shop}&order_id=J1`);
  await page.getByRole('link', { name: words.ledger.entryKinds.void }).click();
  await page.getByRole('heading', { name: words.ledger.why }).waitFor();
  await settled(page);
  expect(await page.locator('tfoot').innerText()).toMatch(/0,00/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await open(visitor, '/app/operator/ledger');
  await button(words.ledger.check).click();
  await page.getByText(words.ledger.checkedWell.split('{{when}}')[0]?.trim() ?? '').waitFor();
  expect(visitor.problems).toEqual([]);
});

it('is told in Russian what is not there, and what to do about it', async () => {
  const { page } = visitor;
  await page.goto('/app/operator/people/00000000-0000-4000-8000-000000000000');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  const { title, remedy } = errorText('not_found', 'ru');
  expect(await alert.innerText()).toContain(title);
  expect(await alert.innerText()).toContain(remedy);
  await settled(page);
  expect(await accessibilityProblems(page)).toEqual([]);
  // The browser's own note about the answer, and nothing else.
  expect(visitor.problems.splice(0)).toEqual([expect.stringContaining('404')]);
});

it('tells the second of two operators that the first was faster', async () => {
  const { page } = visitor;
  const at = systemClock.now();
  const orgId = await net.network.db.transaction(SYSTEM, async (tx) => {
    const org = await createOrganisation(tx, { kind: 'publisher', name: 'Поздний час', status: 'pending', at });
    return org.id;
  });
  await open(visitor, '/app/operator/moderation');
  await page.getByRole('heading', { name: 'Поздний час' }).waitFor();
  await net.network.db.transaction(SYSTEM, (tx) =>
    moderateOrganisation(tx, { id: orgId, status: 'active', reason: null, at, actor: 'test' }),
  );
  await page.keyboard.press('a');
  await page.getByText(words.moderation.taken.replace('{{name}}', 'Поздний час')).waitFor();
  await page.getByText(words.moderation.empty).waitFor();
  expect(visitor.problems.splice(0)).toEqual([expect.stringContaining('409')]);
});

it('gives many one verdict: what and how many is said before, what a colleague decided is left alone, a decline is taken back', async () => {
  const { page } = visitor;
  const at = systemClock.now();
  const ids = await net.network.db.transaction(SYSTEM, async (tx) => {
    const org = await createOrganisation(tx, { kind: 'publisher', name: 'Двадцать полок', status: 'active', at });
    const place = { orgId: org.id, kind: 'content_site', trafficType: 'content_site', status: 'pending', at } as const;
    const made: string[] = [];
    for (let number = 1; number <= 60; number += 1) {
      made.push(
        (await createAdSpace(tx, { ...place, name: `Полка ${number}`, url: `https://shelf-${number}.test/` })).id,
      );
    }
    return made;
  });
  await open(visitor, `/app/operator/moderation?queue=ad_spaces&view=list&text=${encodeURIComponent('полок')}`);
  await button(many.selectAll.replace('{{total}}', '60')).click();
  await button('Отклонить 60 площадок…').click();
  const dialog = page.getByRole('dialog', { name: 'Отклонить 60 площадок?' });
  await dialog.getByText(many.declineMeans.ad_spaces).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: words.moderation.reason }).fill('Пустые полки.');
  const colleague = { status: 'active', reason: '', at, actor: 'test' } as const;
  await net.network.db.transaction(SYSTEM, (tx) => setAdSpaceStatus(tx, { id: ids[0] ?? '', ...colleague }));
  await dialog.getByRole('button', { name: 'Отклонить 60 площадок', exact: true }).click();
  const report = page.getByRole('main').getByRole('status').filter({ hasText: 'Отклонено: 59 из 60' });
  await report.waitFor();
  expect(await report.innerText()).toContain(many.stale.replace('{{status}}', many.standing.active));
  await settled(page);
  expect(await accessibilityProblems(page)).toEqual([]);
  await button('Вернуть в очередь 59 площадок').click();
  await page.getByText('Снова ждут: 59 из 59').waitFor();
  await page.getByText('Ждут 59 записей').waitFor();
  expect(visitor.problems).toEqual([]);
}, 60_000);

it('shows a viewer of the network every screen and no button that would be refused', async () => {
  const viewer = { email: 'viewer@network.test', password: 'только смотреть и ничего больше' };
  const at = systemClock.now();
  await net.network.db.transaction(SYSTEM, async (tx) => {
    const [network] = await tx.query<{ id: string }>(
      "select org_id as id from accounts.organisation where kind = 'operator'",
    );
    await createUser(tx, { orgId: network?.id ?? '', ...viewer, role: 'viewer', at, actor: 'test' });
    await createOrganisation(tx, { kind: 'publisher', name: 'Ждёт', status: 'pending', at });
  });
  const { body } = await net.get(operator, '/api/v1/conduct/cases');
  const { cases } = z
    .looseObject({ cases: z.array(z.looseObject({ id: z.string(), publisher: z.string() })) })
    .parse(body);
  const looking = await openVisitor(browser, { url: net.url, language: 'ru' });
  await signIn(looking, viewer);
  const { page } = looking;
  const main = page.getByRole('main');
  const places: readonly (readonly [path: string, never: readonly string[]])[] = [
    ['moderation', [words.moderation.approve, words.moderation.decline]],
    ['conduct', [words.conduct.open]],
    ['conduct/new', [words.conduct.new.submit]],
    [`conduct?tab=rules&program=${shop}`, [words.conduct.scale.appealDaysSave]],
    [`conduct/${cases[0]?.id}`, [words.conduct.sanction.lift, words.conduct.case.noteAdd]],
    [`people/${cases[0]?.publisher}`, [words.people.openCase, words.people.block, words.people.endSessions]],
    ['traffic', [words.traffic.save]],
    ['mails', [words.mails.open]],
  ];
  for (const [path, never] of places) {
    await open(looking, `/app/operator/${path}`);
    await main.getByText(path === 'mails' ? frame.readOnly.people : frame.readOnly.work).waitFor();
    await settled(page);
    const buttons = await main.locator('button, a').allInnerTexts();
    expect(buttons.filter((name) => never.includes(name.trim()))).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);
  }
  await open(looking, '/app/operator/ledger');
  await settled(page);
  expect(await page.getByRole('button', { name: words.ledger.check }).count()).toBe(0);
  expect(looking.problems).toEqual([]);
  await looking.close();
});
