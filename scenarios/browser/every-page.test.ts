import { expect, test } from 'vitest';
import { dialogsOf, preparedFor } from './dialogs.ts';
import { LOOKING_MS_MAX, LOOKS, objections, objectionsTo, placeOfTests, testEveryAddressOf } from './looks.ts';
import { open, openVisitor, signIn } from './visitor.ts';
import type { Screen } from './visits.ts';

const place = placeOfTests();

const pageAt = (path: string): Screen => ({
  name: path,
  isWay: false,
  open: (visitor) => open(visitor, path),
});

testEveryAddressOf(null, place);

test('public pages', { timeout: LOOKING_MS_MAX }, async () => {
  const pages = [
    '/',
    '/programs',
    '/programs/aliexpress-ru-cis-new',
    '/programs/aliexpress-ww',
    '/es/programs/aliexpress-ru-cis-new',
    '/ru/programs/aliexpress-ru-cis-new',
    '/scheme',
    '/programs/aliexpress-ru-cis-new/terms',
    '/help',
    '/help/why',
    '/programs/nothing-of-the-kind',
  ];
  expect(
    (await objections(place(), pages.map(pageAt), null)).filter((text) => !/404 \(Not Found\)/.test(text)),
  ).toEqual([]);
});

test('dialogs and the pages that mails lead to', { timeout: LOOKING_MS_MAX }, async () => {
  const { browser, network } = place();
  const dialogs = dialogsOf(await preparedFor(browser, network));
  const found: string[] = [];
  for (const { name, as, show } of dialogs) {
    const visitor = await openVisitor(browser, { url: network.url, language: 'en', width: 360 });
    try {
      if (as !== null) await signIn(visitor, as);
      await show(visitor, async () => {
        for (const look of LOOKS.slice(2).toReversed()) {
          found.push(...(await objectionsTo(visitor.page, look)).map((problem) => `${name} ${problem}`));
        }
      });
      found.push(...visitor.problems.map((problem) => `${name}: ${problem}`));
    } finally {
      await visitor.close();
    }
  }
  expect(dialogs.length).toBeGreaterThan(7);
  expect(found).toEqual([]);
});
