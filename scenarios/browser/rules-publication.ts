import type { Page } from 'playwright-core';
import type { Visitor } from './visitor.ts';
import { open } from './visitor.ts';

export interface NewRule {
  /** Which rule of the list, from 1. */
  readonly number: number;
  /** English text, put behind what that rule says. */
  readonly added: string;
  /** The first day of the new version; `null`: it is in force at once. */
  readonly from: string | null;
}

/**
 * An advertiser drafts the next version of its program's conduct rules in English, compares it with what was published last, and publishes
 * it. The visitor is signed in as somebody who may write, and works in English. Answers the number of the new version.
 */
export async function publishRules(
  visitor: Visitor,
  program: string,
  { number, added, from }: NewRule,
): Promise<number> {
  const { page } = visitor;
  await open(visitor, `/app/advertiser/programs/${program}?tab=rules`);
  await page
    .getByRole('button', { name: new RegExp(`^${number}\\. `) })
    .first()
    .click();
  const first = page.getByRole('textbox', { name: `Text of rule ${number}`, exact: true });
  await first.fill(`${await first.inputValue()} ${added}`);
  await page.getByRole('button', { name: 'Save the draft', exact: true }).click();
  await page.getByText('The draft is saved').waitFor();
  await page.locator('ins').filter({ hasText: added }).waitFor();
  await page.getByRole('button', { name: 'Publish…', exact: true }).click();
  return confirm(page, from);
}

async function confirm(page: Page, from: string | null): Promise<number> {
  const dialog = page.getByRole('dialog', { name: 'Publish a new version of the rules?' });
  await dialog.getByText('1 rule or text changes').waitFor();
  if (from !== null) {
    await dialog.getByRole('radio', { name: 'On a later day' }).check();
    await dialog.getByRole('textbox', { name: 'First day' }).fill(from);
  }
  await dialog.getByRole('button', { name: /^Publish: / }).click();
  const told = page.getByText(from === null ? /is in force; / : /is announced for /).first();
  return Number(/\d+/.exec(await told.innerText())?.[0]);
}
