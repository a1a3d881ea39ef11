import { existsSync, readFileSync } from 'node:fs';
import { documentProblems } from './documents.mjs';
import { longFiles, longFunctions } from './lengths.mjs';
import { migrationProblems } from './migrations.mjs';
import { badNames, leftovers, missingReadmes } from './names.mjs';
import { productFiles } from './tree.mjs';

/**
 * What is to be done in the folder `root`, each a line, and how many files were looked at. The limits are ratchets: `known.json` lists what
 * was longer when a limit came, and may only shrink.
 * @param {string} root
 */
export function problemsOf(root) {
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
  return { problems, files: files.length };
}
