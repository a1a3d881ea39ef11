/**
 * `npm test`: every check in the order in which it is cheapest to fail, stopping at the first that does. Arguments go to vitest
 * (`npm test -- core/terms`). Ends with the line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'tributary-report-'));
const report = join(reports, 'vitest.json');

/** @param {string} name */
const bin = (name) => join(root, 'node_modules', ...name.split('/'));

const stages = [
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
  {
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
  },
];

let failed = null;
for (const stage of stages) {
  const started = Date.now();
  console.log(`── ${stage.name}`);
  const { status } = spawnSync(process.execPath, stage.command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    failed = stage;
    break;
  }
  console.log(`── ${stage.name}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

if (existsSync(report)) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`tests: ${numPassedTests} passed, ${numFailedTests} failed`);
}
rmSync(reports, { recursive: true, force: true });
if (failed !== null) {
  console.error(`npm test: stage "${failed.name}" failed; ${failed.remedy}`);
  process.exitCode = 1;
}
