import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { words } from '../../../contract/words/en/frame.ts';
import { pageLanguages } from '../../../platform/http/index.ts';
import { article, articleNames } from './articles.ts';

test('screens of the cabinets link to every article but that of dynamic ads, which program pages explain', () => {
  const linked = Object.keys(words.helpOn);
  expect(linked.toSorted()).toEqual(articleNames.filter((name) => name !== 'dynamic-ads').toSorted());
});

test('an article has the same parts in every language', () => {
  const shape = (text: string) => text.split('\n').flatMap((line) => /^(##|\d+\.|\*|\||```|\$)/.exec(line)?.[0] ?? []);
  for (const name of articleNames) {
    const [english = [], ...others] = pageLanguages.map((language) => shape(article(name, language).text));
    for (const other of others) expect(other, name).toEqual(english);
  }
});

test('what an article calls a button, a menu or a figure is what the screens call it', () => {
  const shared = readFileSync(new URL('../../../modules/stats/metrics/wording.ts', import.meta.url), 'utf8');
  // A word of the terms language, and a name that is never translated.
  const others = "'first' 'antispam deduction'";
  for (const language of pageLanguages) {
    const folder = new URL(`../../../contract/words/${language}/`, import.meta.url);
    const files = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const said = [...files, shared, others].join('\n').toLowerCase();
    const named = articleNames.flatMap((name) =>
      [...article(name, language).text.matchAll(/(?<![*\w])\*(\p{L}[^*\n]*)\*(?!\*)/gu)].map(([, text = '']) => text),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(
      named.filter((text) => !said.includes(`'${text.toLowerCase()}'`)),
      language,
    ).toEqual([]);
  }
});
