import { describe, expect, test } from 'vitest';
import { words as account } from '../../contract/words/en/account.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { placeOfTests, testEveryAddressOf } from './looks.ts';
import { open, openVisitor, signIn } from './visitor.ts';

const place = placeOfTests();

testEveryAddressOf('publisher', place);

describe('a publisher’s cabinet', () => {
  test('whoever was signed out meanwhile is told so, and comes back to where he was', async () => {
    const { browser, network } = place();
    const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
    const { page } = visitor;
    await signIn(visitor, network.accountOf('publisher'));
    await open(visitor, '/app/publisher/links');
    await visitor.context.clearCookies();
    await page.getByRole('link', { name: frame.navigation.publisher.actions, exact: true }).click();
    const told = page.getByRole('alert').filter({ hasText: frame.states.sessionEnded });
    await told.waitFor();
    await told.getByRole('link', { name: frame.account.signIn, exact: true }).click();
    const { email, password } = network.accountOf('publisher');
    await page.getByLabel(account.fields.email).fill(email);
    await page.getByRole('textbox', { name: account.fields.password }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/app/publisher/actions');
    await page.getByRole('heading', { level: 1, name: frame.navigation.publisher.actions }).waitFor();
    await visitor.close();
  });

  test('an address that holds what cannot be a name says that nothing is there, without a failure', async () => {
    const { browser, network } = place();
    const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
    await signIn(visitor, network.accountOf('publisher'));
    for (const path of ['programs/%00', 'ad-spaces/%00', 'actions/why?program=x&order=%00']) {
      await open(visitor, `/app/publisher/${path}`);
      const text = await visitor.page.getByRole('alert').innerText();
      expect(text, path).toMatch(/parameter_invalid|not_found/);
    }
    expect(visitor.problems.filter((problem) => !/40[04] \(/.test(problem))).toEqual([]);
    await visitor.close();
  });

  test('on a phone the figures of a row stand beside each other, not each on a line', async () => {
    const { browser, network } = place();
    const visitor = await openVisitor(browser, { url: network.url, language: 'en', width: 360 });
    await signIn(visitor, network.accountOf('publisher'));
    await open(visitor, '/app/publisher/programs');
    const cells = await visitor.page.locator('.data-table tbody tr:first-child td').all();
    const boxes = await Promise.all(cells.map((cell) => cell.boundingBox()));
    const tops = boxes.map((box) => Math.round((box?.y ?? 0) / 8));
    expect(tops.length).toBeGreaterThan(4);
    expect(new Set(tops).size).toBeLessThan(tops.length - 1);
    await visitor.close();
  });
});
