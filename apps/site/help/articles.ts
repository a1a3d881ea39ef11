import { readFileSync } from 'node:fs';
import type { PageLanguage } from '../../../platform/http/index.ts';

/** For whom an article is, in the order in which they are listed. */
export const articleGroups = {
  for_publishers: [
    'getting-started-publisher',
    'why',
    'ad-spaces',
    'deeplinks',
    'link-checker',
    'subids',
    'statistics',
    'traffic-types',
    'dynamic-ads',
    'hold-and-payment',
    'express-payments',
    'conduct',
  ],
  for_advertisers: ['getting-started-advertiser', 'terms-language', 'postbacks', 'orders'],
  for_operators: ['getting-started-operator'],
  for_all: ['attribution', 'account'],
} as const;

export type ArticleName = (typeof articleGroups)[keyof typeof articleGroups][number];

export const articleNames: readonly ArticleName[] = Object.values(articleGroups).flat();

export interface Article {
  readonly name: ArticleName;
  readonly title: string;
  /** Markdown below the title. */
  readonly text: string;
}

const kept = new Map<string, Article>();

/** An article in a language. Read once: the files are part of the product. */
export function article(name: ArticleName, language: PageLanguage): Article {
  const key = `${language}/${name}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const file = readFileSync(new URL(`./${key}.md`, import.meta.url), 'utf8');
  const [, title, text] = /^# (.+)\n+([\s\S]*)$/.exec(file) ?? [];
  if (title === undefined || text === undefined) throw new Error(`help/${key}.md does not begin with its title`);
  const read = { name, title, text };
  kept.set(key, read);
  return read;
}

export function articleNamed(name: string): ArticleName | null {
  return articleNames.find((each) => each === name) ?? null;
}
