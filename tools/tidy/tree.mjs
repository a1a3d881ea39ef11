import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = [
  'core',
  'contract',
  'platform',
  'modules',
  'apps',
  'scenarios',
  'tools',
  'bin',
  'migrations',
  'programs',
];

/** Made by programs, not by people. */
const GENERATED = new Set(['migrations/schema.sql']);

/**
 * Paths of everything people write in the product's folders, sorted.
 * @param {string} root
 */
export function productFiles(root) {
  return FOLDERS.flatMap((folder) => filesBelow(root, folder))
    .filter((path) => !GENERATED.has(path))
    .sort();
}

/** @param {string} path */
export function isTest(path) {
  return /\.test\.tsx?$/.test(path);
}

/** @param {string} path */
export function isCode(path) {
  return /\.(tsx?|mjs|cjs)$/.test(path) && !path.endsWith('.d.mts');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) {
    return [];
  }
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
