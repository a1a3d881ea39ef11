import { expect } from 'vitest';
import { words } from '../../contract/words/en/complaint.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { words as operating } from '../../contract/words/en/operator.ts';
import { open, openVisitor, signIn, type Visitor } from './visitor.ts';

const RULE_TWO = `2. ${words.rules.forced_action}`;

interface Concerned {
  readonly operator: { readonly email: string; readonly password: string };
  /** A tracking link of whoever is reported. */
  readonly othersLink: string;
}

/** A link that is none is told at its field; with a true one a case opens, and the operator reads it under rule 2 (S-094). */
export async function reportAnotherPublisher(
  visitor: Visitor,
  look: () => Promise<void>,
  { operator, othersLink }: Concerned,
): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/publisher/conduct');
  await page.getByRole('button', { name: words.open, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: words.title });
  const send = dialog.getByRole('button', { name: words.send, exact: true });
  const adSpace = dialog.getByRole('textbox', { name: words.adSpace });
  await adSpace.fill('https://somewhere.test/g/nothing');
  await dialog.getByRole('combobox', { name: words.program }).click();
  await page
    .getByRole('option', { name: /^AliExpress RU&CIS/ })
    .first()
    .click();
  await dialog.getByRole('combobox', { name: words.rule }).fill('forced');
  await page.getByRole('option', { name: RULE_TWO, exact: true }).click();
  expect(await send.isDisabled()).toBe(true);
  const evidence = 'Their page shows the coupon only to those who buy first.';
  await dialog.getByRole('textbox', { name: words.evidence }).fill(evidence);
  await send.click();
  await dialog.getByText(words.noAdSpace).waitFor();
  expect(await adSpace.getAttribute('aria-invalid')).toBe('true');
  await look();
  // The browser notes every refused request.
  expect(visitor.problems.splice(0)).toHaveLength(1);
  await adSpace.fill(`${othersLink}?subid=spring`);
  await send.click();
  await dialog.getByText(words.sent, { exact: true }).waitFor();
  await look();
  await dialog.getByRole('button', { name: frame.actions.close }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await operatorReads(visitor, operator, evidence);
}

async function operatorReads(visitor: Visitor, operator: Concerned['operator'], evidence: string): Promise<void> {
  const browser = visitor.context.browser();
  if (browser === null) throw new Error('the browser is gone');
  const desk = await openVisitor(browser, { url: new URL(visitor.page.url()).origin });
  try {
    await signIn(desk, operator);
    await open(desk, '/app/operator/conduct?status=open');
    const rule = `${operating.conduct.ruleNumber.replace('{{number}}', '2')}: ${words.rules.forced_action}`;
    const row = desk.page.getByRole('row').filter({ hasText: rule });
    expect(await row.count()).toBe(1);
    expect(await row.innerText()).toContain(operating.conduct.origins.complaint);
    await row.getByRole('link', { name: rule }).click();
    await desk.page.getByText(evidence).waitFor();
    expect(desk.problems).toEqual([]);
  } finally {
    await desk.close();
  }
}

/** An advertiser reports from the card of an application, which says of which ad space. */
export async function reportAnApplicant(visitor: Visitor, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/advertiser/applications?status=joined');
  const card = page.getByRole('article').first();
  const name = words.titleOf.replace('{{name}}', await card.getByRole('heading').innerText());
  await card.getByRole('button', { name, exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('combobox', { name: words.rule }).click();
  await page.getByRole('option', { name: words.rules.pop }).click();
  await dialog.getByRole('textbox', { name: words.evidence }).fill('A window opened under the page.');
  await look();
  await dialog.getByRole('button', { name: words.send, exact: true }).click();
  await dialog.getByText(words.sent, { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('button:focus').getAttribute('aria-label')).toBe(name);
}
