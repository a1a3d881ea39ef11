/**
 * `npm test`: first what needs no run of the product, two checks at a time, then the tests; it ends where one fails. Arguments go to vitest
 * (`npm test -- core/terms`). Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'tributary-report-'));
const report = join(reports, 'vitest.json');

/** @param {string} name */
const bin = (name) => join(root, 'node_modules', ...name.split('/'));

const checks = [
  {
    name: 'format and lint',
    command: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    remedy: 'npm run format mends what can be mended by itself',
  },
  { name: 'types', command: [bin('typescript/bin/tsc'), '--noEmit', '-p', '.'], remedy: 'mend the types named above' },
  {
    name: 'types of what browsers run',
    command: [bin('typescript/bin/tsc'), '-p', 'apps/web'],
    remedy: 'mend the types named above',
  },
  {
    name: 'boundaries',
    command: [join(root, 'tools/boundaries/check.mjs')],
    remedy: 'each rule above says what to do instead; the rules are in .dependency-cruiser.cjs',
  },
  { name: 'tidiness', command: [join(root, 'tools/tidy/check.mjs')], remedy: 'each line above says what to do' },
];

const tests = {
  name: 'tests',
  command: [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  remedy: 'npx vitest run <file> repeats one file',
};

/**
 * Runs a stage and says what it said and how long it took; `shown` at once: everything it says, while it says it.
 * @param {{ readonly name: string, readonly command: readonly string[] }} stage
 * @param {'at once' | 'at the end'} shown
 * @returns {Promise<boolean>} whether it ended well
 */
async function endsWell({ name, command }, shown) {
  const started = Date.now();
  if (shown === 'at once') console.log(`── ${name}`);
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: shown === 'at once' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => said.push(piece));
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (shown === 'at the end') console.log(`── ${name}\n${Buffer.concat(said)}`.trimEnd());
  if (status === 0) console.log(`── ${name}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

/** The first stage that failed. */
let failed = null;
const waiting = [...checks];
const worker = async () => {
  for (let stage = waiting.shift(); stage !== undefined && failed === null; stage = waiting.shift()) {
    if (!(await endsWell(stage, 'at the end'))) failed ??= stage;
  }
};
await Promise.all([worker(), worker()]);
if (failed === null && !(await endsWell(tests, 'at once'))) failed = tests;

if (existsSync(report)) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`tests: ${numPassedTests} passed, ${numFailedTests} failed`);
}
rmSync(reports, { recursive: true, force: true });
if (failed !== null) {
  console.error(`npm test: stage "${failed.name}" failed; ${failed.remedy}`);
  process.exitCode = 1;
}
