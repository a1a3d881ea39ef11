import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { errorAreas, errorCatalogue } from '../../contract/errors/index.ts';
import { renderErrors } from './render.ts';

const codes = Object.keys(errorCatalogue);

describe('the catalogue and its document', () => {
  test('name the same codes, both ways, with the same status, meaning and remedy', async () => {
    const document = await readFile(new URL('../../docs/api/errors.md', import.meta.url), 'utf8');
    const documented = [...document.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code]) => code);
    expect([...documented].sort(), 'run npx tsx tools/errors/renew.ts').toEqual([...codes].sort());
    expect(document, 'run npx tsx tools/errors/renew.ts').toBe(renderErrors());
  });
});

describe('every code', () => {
  test('stands in one area only', () => {
    const all = Object.values(errorAreas).flatMap((area) => Object.keys(area));
    expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
    expect(all.sort()).toEqual([...codes].sort());
  });

  test.each(
    Object.entries(errorCatalogue),
  )('%s has a status, a title and a remedy that fit one line of a table', (code, entry) => {
    expect(code).toMatch(/^([a-z][a-z0-9_]*|[A-Z][A-Z0-9_]*)$/);
    // 200 and 202 are verdicts on orders that were kept although something is to be said about them.
    expect([200, 202, 400, 401, 403, 404, 405, 408, 409, 410, 413, 414, 415, 422, 429, 431, 500, 503]).toContain(
      entry.status,
    );
    for (const sentence of [entry.title, entry.remedy]) expect(sentence).toMatch(/^[A-Z"“][^|\n]+$/);
    expect(entry.title).not.toMatch(/\.$/);
    expect(entry.remedy).toMatch(/[.]$/);
  });
});
