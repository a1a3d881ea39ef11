import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const languages = ['en', 'ru', 'es'] as const;
const here = import.meta.dirname;
const names = readdirSync(`${here}/en`).filter((file) => file.endsWith('.ts'));

/** Paths and texts of one file, such as `actions.save`. */
async function textsOf(language: string, file: string): Promise<Map<string, string>> {
  const loaded: unknown = await import(`${here}/${language}/${file}`);
  const found = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (typeof value === 'string') found.set(path, value);
    else for (const [key, inner] of Object.entries(value ?? {})) visit(path === '' ? key : `${path}.${key}`, inner);
  };
  visit('', typeof loaded === 'object' && loaded !== null && 'words' in loaded ? loaded.words : null);
  return found;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const stems = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const values = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

test.each(names)('%s says the same things in every language', async (file) => {
  const english = await textsOf('en', file);
  for (const language of languages.slice(1)) {
    const other = await textsOf(language, file);
    expect(stems(other), `${language}/${file}`).toEqual(stems(english));
    for (const [key, text] of other) {
      const source =
        english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? english.get(key.replace(PLURAL, ''));
      expect(values(text), `${language}/${file} ${key}`).toEqual(values(source ?? text));
    }
  }
});

test.each(
  languages.flatMap((language) => names.map((file) => [language, file] as const)),
)('%s/%s has every plural its language needs, no empty text and no look-alike letters (S-133)', async (language, file) => {
  const texts = await textsOf(language, file);
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const [key, text] of texts) {
    expect(text.trim(), key).not.toBe('');
    expect(text, key).not.toMatch(/[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]/);
    if (!PLURAL.test(key)) continue;
    const stem = key.replace(PLURAL, '');
    expect([...texts.keys()], `${stem} in ${language}`).toEqual(
      expect.arrayContaining(needed.map((category) => `${stem}_${category}`)),
    );
  }
});
