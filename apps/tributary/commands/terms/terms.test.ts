import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compareDecimals, decimal } from '../../../../core/money/decimal.ts';
import {
  checkSiblings,
  checkText,
  parseTerms,
  printDocument,
  printTerms,
  problemCodes,
  readDocument,
  type TermsVersion,
} from '../../../../core/terms/index.ts';
import { flagPhrases, wordFactPhrases } from '../../../../core/terms/reading/vocabulary.ts';
import { register as registerCheck } from './terms-check.ts';
import { register as registerDiff } from './terms-diff.ts';
import { shippedFiles } from './terms-files.ts';
import { register as registerShow } from './terms-show.ts';

// Sentences are English unless a test asks for another language, whatever its machine speaks.
vi.stubEnv('LANG', 'C.UTF-8');
const files = await shippedFiles();
const repository = new URL('../../../../', import.meta.url);

async function shipped(code: string) {
  const { terms } = parseTerms(await readFile(new URL(`programs/${code}.terms`, repository), 'utf8'));
  if (terms === null) throw new Error(`${code} cannot be read`);
  return terms;
}

describe('the shipped programs', () => {
  test('there are the two real ones and three of other kinds', () => {
    expect(files.map((file) => file.replace(/^.*\//, ''))).toEqual([
      'aliexpress-ru-cis-new.terms',
      'aliexpress-ww.terms',
      'hotel-nights.terms',
      'leads-bank.terms',
      'shop-loyal.terms',
    ]);
  });

  test.each(files)('%s is without findings, and its canonical text means the same', async (file) => {
    const text = await readFile(file, 'utf8');
    const { terms, problems } = checkText(text);
    expect(problems).toEqual([]);
    if (terms === null) return;
    expect(file).toContain(`/${terms.code}.terms`);
    const formatted = printDocument(readDocument(text).document);
    for (const printed of [formatted, printTerms(terms)]) {
      const again = parseTerms(printed).terms;
      expect(again === null ? null : printTerms(again)).toBe(printTerms(terms));
    }
  });

  test.each([
    ['aliexpress-ru-cis-new', ['R0', 'R1', 'R2', 'R3']],
    ['aliexpress-ww', ['W0', 'W1', 'W2', 'W3']],
  ])('%s changes at midnight in Moscow on the three dates', async (code, ids) => {
    const { versions } = await shipped(code);
    expect(versions.map(({ id }) => id)).toEqual(ids);
    expect(versions.map(({ from }) => from)).toEqual([
      null,
      Date.UTC(2022, 1, 28, 21),
      Date.UTC(2022, 3, 3, 21),
      Date.UTC(2022, 7, 15, 21),
    ]);
  });

  /** Rate by category, and of each rule that states one, outside CIS. */
  function ratesOutside(version: TermsVersion) {
    const rates = new Map<string, ReturnType<typeof decimal>>();
    for (const { name, regimes, then } of version.rules) {
      const source = then.kind === 'pay' ? then.reward.percent : null;
      if (regimes?.includes('CIS') === true || source === null) continue;
      if (source.kind === 'stated') rates.set(name, source.percent);
      if (source.kind === 'by-category') {
        for (const { category, percent } of source.rates) rates.set(category, percent);
        if (source.otherwise !== null) rates.set('otherwise', source.otherwise);
      }
    }
    return rates;
  }

  test('every rate outside CIS but zero lies between 0.38 % and 34.60 % from March on (S-034)', async () => {
    const { versions } = await shipped('aliexpress-ru-cis-new');
    for (const version of versions.slice(1)) {
      const rates = [...ratesOutside(version).values()].filter(({ digits }) => digits !== 0n);
      expect(rates).toHaveLength(17);
      const sorted = rates.sort(compareDecimals);
      expect(sorted[0]).toEqual(decimal('0.38'));
      expect(compareDecimals(sorted.at(-1) ?? decimal('100'), decimal('34.60'))).toBeLessThan(0);
    }
  });

  test('every rate outside CIS is stated, and half of the sibling’s (S-112)', async () => {
    const [rc, ww] = await Promise.all([shipped('aliexpress-ru-cis-new'), shipped('aliexpress-ww')]);
    expect(rc.siblings).toMatchObject([{ program: 'aliexpress-ww', regime: 'NONCIS', otherRegime: 'WW' }]);
    expect([checkSiblings(rc, [ww], null), checkSiblings(ww, [rc], null)]).toEqual([[], []]);
  });

  test('the siblings share their countries, categories and placeholders', async () => {
    const [rc, ww] = await Promise.all([shipped('aliexpress-ru-cis-new'), shipped('aliexpress-ww')]);
    expect(ww.countrySets['CIS11']).toEqual(rc.countrySets['CIS11']);
    expect(rc.countrySets['CIS11']).toHaveLength(11);
    expect(ww.categoryNames).toEqual(rc.categoryNames);
    expect(ww.storeLists).toEqual(rc.storeLists);
  });

  test('news are dated and newest first (S-036)', async () => {
    const { notices } = await shipped('aliexpress-ru-cis-new');
    const news = notices.filter(({ surfaces }) => surfaces.includes('news'));
    expect(news.map(({ from }) => from)).toEqual([
      Date.UTC(2022, 7, 15, 21),
      Date.UTC(2022, 3, 3, 21),
      Date.UTC(2022, 1, 28, 21),
    ]);
    expect(notices.find(({ name }) => name === 'crossborder-rates')).toMatchObject({
      surfaces: ['page', 'feed', 'hot', 'calculator'],
      concerns: 'crossborder',
      until: null,
    });
  });
});

describe('the reference of the language', () => {
  const names = `categories { mobile_phone "Mobile phone" tablets "Tablets" credit_card "Credit card" books "Books" music "Music" }
countries DACH { DE AT CH } products gift-cards { GIFT } ad spaces partners { p1 }`;
  const head = 'program sample "Sample" time zone Europe/Berlin orders in EUR';
  const settings = ['clicks last within 30 days', 'reward in EUR', 'round half even', 'confirm on "goods received"'];

  /** A sample is a whole program, statements of a file, or statements of a version; the rest is put around it. */
  function complete(sample: string): string {
    if (sample.startsWith('program')) return sample;
    const missing = settings.filter((setting) => !new RegExp(`^${setting.split(' ', 1)[0]}`, 'm').test(sample));
    if (/^(clicks|rule)/.test(sample)) return `${head} ${names}\nversion V {\n${missing.join('\n')}\n${sample}}`;
    return `${head}\n${sample}version V {\n${settings.join('\n')}\nrule all: pay 1% as PAID_RATE\n}`;
  }

  test('every sample is read as it stands', async () => {
    const text = await readFile(new URL('docs/terms-language.md', repository), 'utf8');
    const samples = [...text.matchAll(/```terms\n([\s\S]*?)```/g)].map(([, sample = '']) => sample);
    expect(samples).toHaveLength(6);
    for (const sample of samples) {
      const { problems } = checkText(complete(sample));
      expect(problems.filter(({ code }) => code !== 'unused_name')).toEqual([]);
    }
  });

  test('it names every fact that can be asked and every finding', async () => {
    const text = await readFile(new URL('docs/terms-language.md', repository), 'utf8');
    const words = [
      ...Object.values(flagPhrases).map(({ yes }) => yes),
      ...Object.values(wordFactPhrases),
      ...problemCodes,
    ];
    expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  });
});

describe('tributary terms', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terms-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(...words: string[]) {
    const result = { out: '', err: '', code: -1 };
    const output = {
      out: (text: string) => {
        result.out += text;
      },
      err: (text: string) => {
        result.err += text;
      },
      exit: (code: number) => {
        result.code = code;
      },
    };
    const program = new Command('tributary');
    for (const register of [registerCheck, registerShow, registerDiff]) register(program, output);
    await program.parseAsync(['terms', ...words], { from: 'user' });
    return result;
  }

  async function fileWith(name: string, change: (text: string) => string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, change(await readFile(new URL('programs/leads-bank.terms', repository), 'utf8')));
    return path;
  }

  test('check finds nothing in the shipped programs and exits 0', async () => {
    const { out, code } = await run('check');
    expect(code).toBe(0);
    expect(out.match(/no findings/g)).toHaveLength(files.length);
  });

  test('check names file, line, column and remedy, and exits 1', async () => {
    const path = await fileWith('wrong.terms', (text) => text.replace('PAID_FIXED', 'PAID_FIXD'));
    const { out, code } = await run('check', path);
    expect(code).toBe(1);
    expect(out).toBe(
      `${path}:25:84 error: "PAID_FIXD" is no reason of the list.\n    Did you mean "PAID_FIXED"? [unknown_reason]\n`,
    );
    const json = JSON.parse((await run('check', path, '--json')).out);
    expect(json).toMatchObject({
      findings: 1,
      files: [{ file: path, program: null, problems: [{ position: { line: 25, column: 84 } }] }],
    });
  });

  test('check compares a file with its siblings in the same folder, whichever declares it (S-112)', async () => {
    const beside = join(folder, 'siblings');
    await mkdir(beside);
    const [rc, ww] = [join(beside, 'rc.terms'), join(beside, 'ww.terms')];
    await copyFile(new URL('programs/aliexpress-ru-cis-new.terms', repository), rc);
    const text = await readFile(new URL('programs/aliexpress-ww.terms', repository), 'utf8');
    await writeFile(ww, text);
    expect((await run('check', ww)).code).toBe(0);
    await writeFile(ww, text.replace('tablets 2.30%', 'tablets 2.32%'));
    const message =
      'warning: "rule category" for "tablets": "aliexpress-ru-cis-new" states "1.15%"; expected "1.16%", 50% of the "2.32%" of "aliexpress-ww".';
    const lineOf = async (path: string) =>
      (await readFile(path, 'utf8')).split('\n').findIndex((line) => line.includes('    tablets')) + 1;
    for (const path of [rc, ww]) {
      const { out, code } = await run('check', path);
      expect(code).toBe(1);
      expect(out).toContain(`${path}:${await lineOf(path)}:5 ${message}`);
      expect(out).toContain('[sibling_rates_differ]');
    }
  });

  test('a file that is not there is wrong usage and names the programs there are', async () => {
    for (const command of ['check', 'show', 'diff']) {
      const { err, code } = await run(command, 'nowhere');
      expect(code).toBe(2);
      expect(err).toContain('leads-bank');
    }
  });

  test('a directory and a file that is no text are refused in one sentence', async () => {
    const path = await fileWith('binary.terms', () => 'program \0');
    const latin = path.replace('binary', 'latin');
    await writeFile(latin, Buffer.from('title "Bücher"', 'latin1'));
    for (const command of ['check', 'show', 'diff']) {
      for (const [name, why] of [
        [tmpdir(), 'is a directory'],
        [path, 'is no text'],
        [latin, 'is no text'],
      ] as const) {
        const { out, err, code } = await run(command, name);
        expect([out, code]).toEqual(['', 2]);
        expect(err).toContain(`${name} ${why}`);
      }
    }
  });

  test('show prints a version in full, the one valid at a time, or data', async () => {
    const { out } = await run('show', 'aliexpress-ru-cis-new', 'R3');
    expect(out).toContain('version R3 from 2022-08-16 {\n');
    expect(out).toContain('cap 38.00 USD per order');
    expect((await run('show', 'aliexpress-ru-cis-new', '--at', '2022-02-28T20:59:59.999Z')).out).toContain(
      'version R0 until',
    );
    expect((await run('show', 'aliexpress-ru-cis-new', '--at', '2022-03-01')).out).toContain('version R1 from');
    const json = JSON.parse((await run('show', 'aliexpress-ru-cis-new', 'R2', '--json')).out);
    expect(json).toMatchObject({
      id: 'R2',
      from: '2022-04-03T21:00:00.000Z',
      caps: [{ limit: { amount: '38.00', currency: 'USD' } }],
    });
  });

  test('show says which versions there are, and when there is none', async () => {
    expect(await run('show', 'leads-bank', 'L9')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there are L1'),
    });
    expect(await run('show', 'leads-bank', '--at', '2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No version is valid'),
    });
    expect(await run('show', 'leads-bank', '--at', 'yesterday')).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected RFC 3339'),
    });
    expect(await run('show', 'leads-bank', 'L1', '--at', '2022-01-01')).toMatchObject({ code: 2 });
  });

  test('diff tells versions apart, each from the one before, one, or any two', async () => {
    const all = (await run('diff', 'aliexpress-ru-cis-new')).out;
    expect(all.match(/^R\d → R\d$/gm)).toEqual(['R0 → R1', 'R1 → R2', 'R2 → R3']);
    expect(all).toContain('the rate of rule special-store outside CIS falls from 0.53 % to 0.38 %.');
    const one = await run('diff', 'aliexpress-ru-cis-new', 'R2');
    expect(one).toMatchObject({
      code: 0,
      out: 'R1 → R2\n  From 2022-04-04 00:00 Europe/Moscow rewards are accrued in RUB instead of USD, at the internal rate.\n',
    });
    const json = JSON.parse((await run('diff', 'aliexpress-ru-cis-new', 'R0', 'R3', '--json')).out);
    expect(json.differences).toHaveLength(1);
    expect((await run('diff', 'aliexpress-ww', 'W2', 'W3')).out).toBe('W2 → W3\n  No difference.\n');
    expect(await run('diff', 'aliexpress-ww', 'W9')).toMatchObject({
      code: 2,
      err: expect.stringContaining('W0, W1, W2, W3'),
    });
  });

  test('diff speaks the language that is asked for', async () => {
    const changed = async (language: string) =>
      (await run('diff', 'aliexpress-ru-cis-new', 'R2', '--language', language)).out;
    expect(await changed('ru')).toContain(
      '  С 2022-04-04 00:00 Europe/Moscow вознаграждение начисляется в RUB вместо USD, по внутреннему курсу.\n',
    );
    expect(await changed('es')).toContain('las recompensas se calculan en RUB en lugar de USD');
    const same = (language: string) => run('diff', 'aliexpress-ww', 'W2', 'W3', '--language', language);
    expect((await same('ru')).out).toBe('W2 → W3\n  Различий нет.\n');
    expect((await same('es')).out).toBe('W2 → W3\n  No hay diferencias.\n');
    vi.stubEnv('LANG', 'es_ES.UTF-8');
    expect((await run('diff', 'aliexpress-ww', 'W2', 'W3')).out).toContain('No hay diferencias.');
    vi.stubEnv('LANG', 'C.UTF-8');
  });

  test('diff tells two files apart', async () => {
    const before = await fileWith('before.terms', (text) => text);
    const after = await fileWith('after.terms', (text) => text.replace('50000.00', '60000.00'));
    expect((await run('diff', before, after)).out).toBe(
      `${before} → ${after}\n  In version L1 the cap per day rises from 50000.00 RUB to 60000.00 RUB.\n`,
    );
    expect(await run('diff', before, after, 'L1')).toMatchObject({ code: 2 });
  });
});
