import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problemsOf } from './problems.mjs';

const CHECK = fileURLToPath(new URL('check.mjs', import.meta.url));

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'tributary-tidy-'));
  write('modules/orders/README.md', '# orders\n');
  write('modules/orders/index.ts', 'export const here = 1;\n');
  write('migrations/sql/0001_first.sql', '-- The first table. Breaks nothing.\nselect 1;\n');
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

/** A function of `lines` lines. */
function longFunction(lines: number): string {
  return `export function long(): number {\n  let n = 0;\n${'  n += 1;\n'.repeat(lines - 4)}  return n;\n}\n`;
}

/** As a process, whose start takes longer than the check. */
async function run(): Promise<{ readonly status: number; readonly lines: readonly string[] }> {
  const child = spawn(process.execPath, [CHECK, tree], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [status] = await once(child, 'close');
  return { status, lines: output.trimEnd().split('\n') };
}

const check = () => problemsOf(tree).problems;

test('a tidy tree passes, and one that is not does not', async () => {
  expect(await run()).toEqual({ status: 0, lines: ['tidy: 3 files are in order'] });
  write('modules/orders/helpers/x.ts', 'export {};\n');
  expect(await run()).toEqual({ status: 1, lines: check() });
  expect(check()).toHaveLength(1);
  rmSync(tree, { recursive: true });
  expect(await run()).toEqual({ status: 1, lines: [expect.stringMatching(/^tidy: no file seen below /)] });
});

// Written in two parts, so that this file is tidy itself.
const leftover = `TO${'DO'}`;

test.each([
  ['modules/orders/long.ts', `${'\n'.repeat(400)}export {};\n`, /long\.ts is 401 lines long, at most 400: split it/],
  ['modules/orders/deep.ts', longFunction(71), /deep\.ts#long is 71 lines long, at most 70: keep the branching/],
  ['modules/orders/later.ts', `// ${leftover}: later\n`, /later\.ts:1 TODO: do it now/],
  [
    'modules/orders/off.test.ts',
    `test.${'skip'}('x', () => undefined);\n`,
    /off\.test\.ts:1 test\.skip: every test runs/,
  ],
  ['modules/orders/cast.ts', `export const x = 1 as ${'any'};\n`, /cast\.ts:1 .*as any: parse the value/],
  ['modules/orders/helpers/x.ts', 'export {};\n', /a folder named helpers says nothing/],
  ['modules/orders/bigName.ts', 'export {};\n', /bigName\.ts: files are named in kebab-case/],
  ['modules/links/index.ts', 'export {};\n', /modules\/links has no README\.md/],
  ['platform/db/README.md', 'line\n'.repeat(71), /platform\/db\/README\.md has 71 lines, at most 70/],
  ['migrations/sql/2_second.sql', '-- Breaks nothing.\n', /2_second\.sql: name it NNNN/],
  ['migrations/sql/0001_twin.sql', '-- Breaks nothing.\n', /0001_twin\.sql and 0001_first\.sql have one number/],
  ['migrations/sql/0002_bare.sql', 'select 1;\n', /0002_bare\.sql: begin with a comment/],
  ['migrations/sql/0002_silent.sql', '-- A table.\n', /must say whether it breaks/],
  [
    'docs/money.md',
    'See [the chart](domain/chart.md).\n',
    /docs\/money\.md links to domain\/chart\.md, which is not there/,
  ],
  ['migrations/sql/0002_own.sql', '-- Breaks nothing.\nbegin;\n', /leave out BEGIN and COMMIT/],
])('%s is objected to with what to do', (path, text, objection) => {
  write(path, text);
  expect(check()).toEqual([expect.stringMatching(objection)]);
});

test('what was longer when the limit came may stay, may not grow, and is tightened when it shrinks', () => {
  write('tools/tidy/known.json', JSON.stringify({ 'modules/orders/deep.ts#long': 80 }));
  write('tools/tidy/README.md', '# tidy\n');
  write('modules/orders/deep.ts', longFunction(80));
  expect(check()).toEqual([]);
  write('modules/orders/deep.ts', longFunction(81));
  expect(check()).toEqual([expect.stringContaining('81 lines long, at most 80')]);
  write('modules/orders/deep.ts', longFunction(75));
  expect(check()).toEqual([expect.stringContaining('write 75 there')]);
  write('modules/orders/deep.ts', longFunction(20));
  expect(check()).toEqual([expect.stringContaining('remove it there')]);
});

test('an id that is cited has to be explained, in the pages that explain ids', () => {
  write('docs/domain/requirements.md', '- **S-001** A page\n\n- **I-1** Sums to zero\n');
  write('docs/domain/rulings.md', '- **R-1** Sources\n');
  write('docs/domain/bad-inputs.md', '| Id | Input |\n|---|---|\n| BAD-4 … BAD-6 | a foreign target |\n');
  write('docs/domain/aliexpress-ru-cis.terms.md', '| E-01 | an example |\n');
  write(
    'modules/orders/index.ts',
    '// S-001, I-1, R-1, BAD-5, E-01; the store S-17 is none of them.\nexport const here = 1;\n',
  );
  expect(check()).toEqual([]);
  write('modules/orders/index.ts', '// S-002, BAD-7\nexport const here = 1;\n');
  expect(check()).toEqual([
    expect.stringContaining('modules/orders/index.ts cites S-002, which no page explains'),
    expect.stringContaining('modules/orders/index.ts cites BAD-7, which no page explains'),
  ]);
});
