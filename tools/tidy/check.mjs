/**
 * Style as a test: lengths, leftovers, names, READMEs, migrations, links and ids of documents. Checks the folder given (the repository without an argument) and exits
 * with 1 when something is to be done; each line says what.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemsOf } from './problems.mjs';

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
const { problems, files } = problemsOf(root);

for (const problem of problems) {
  console.error(problem);
}
if (files === 0) {
  console.error(`tidy: no file seen below ${root}; run it on the repository`);
}
if (problems.length > 0 || files === 0) {
  process.exitCode = 1;
} else {
  console.log(`tidy: ${files} files are in order`);
}
