/**
 * Style as a test: lengths, leftovers, names, READMEs, migrations, links and ids of documents. Checks the folder given (the repository without an argument) and exits
 * with 1 when something is to be done; each line says what. The limits are ratchets: `known.json` lists what was longer when a limit
 * came, and may only shrink.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentProblems } from './documents.mjs';
import { longFiles, longFunctions } from './lengths.mjs';
import { migrationProblems } from './migrations.mjs';
import { badNames, leftovers, missingReadmes } from './names.mjs';
import { productFiles } from './tree.mjs';

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
const knownFile = `${root}/tools/tidy/known.json`;
/** @type {Record<string, number>} */
const known = existsSync(knownFile) ? JSON.parse(readFileSync(knownFile, 'utf8')) : {};

const files = productFiles(root);
const problems = [
  ...longFiles(root, files, known),
  ...longFunctions(root, files, known),
  ...leftovers(root, files),
  ...badNames(files),
  ...missingReadmes(root),
  ...migrationProblems(root),
  ...documentProblems(root),
];

for (const problem of problems) {
  console.error(problem);
}
if (files.length === 0) {
  console.error(`tidy: no file seen below ${root}; run it on the repository`);
}
if (problems.length > 0 || files.length === 0) {
  process.exitCode = 1;
} else {
  console.log(`tidy: ${files.length} files are in order`);
}
