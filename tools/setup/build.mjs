import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildWeb } from './build-web.mjs';

/** Where code and the files it reads at run time are. */
const SOURCES = ['core', 'contract', 'platform', 'modules', 'apps', 'migrations/sql', 'programs'];

/** What else decides the result. */
const SETTINGS = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'tools/setup/build.mjs',
  'tools/setup/build-web.mjs',
];

/** What browsers run: bundled by Vite into dist/web, not compiled file by file. */
const BUNDLED = /^apps\/(web|site\/browser)\//;

/** Not part of the product as it runs. */
const LEFT_OUT = /(\.test\.tsx?|(^|\/)testing(-[a-z-]+)?\.ts|(^|\/)testing\/.*|(^|\/)README\.md)$/;

const STAMP = 'dist/.built-from';

/** @param {string} root */
export function isBuilt(root) {
  const stamp = join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputHash(root);
}

/**
 * Compiles the product into dist/ when a source changed, copies what it reads at run time, removes what has no source any more.
 * Types are not checked here: `npm test` does that, and a start should not wait for it.
 * @param {string} root
 */
export function buildIfStale(root) {
  if (isBuilt(root)) {
    return;
  }
  const started = Date.now();
  const hash = inputHash(root);
  rmSync(join(root, STAMP), { force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    throw new Error(`the build failed; mend this, then run the same command again:\n${result.stdout}${result.stderr}`);
  }
  buildWeb(root);
  const files = inputs(root).filter((path) => !BUNDLED.test(path));
  for (const file of files.filter((path) => !isCompiled(path))) {
    mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
    cpSync(join(root, file), join(root, 'dist', file));
  }
  removeOrphans(root, files);
  writeFileSync(join(root, STAMP), hash);
  console.log(`setup: built the product (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** @param {string} root */
function inputHash(root) {
  const hash = createHash('sha256').update(process.version);
  const settings = SETTINGS.filter((file) => existsSync(join(root, file)));
  for (const file of [...settings, ...inputs(root)]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Paths below the root, sorted, of everything the product is built from.
 * @param {string} root
 * @returns {string[]}
 */
function inputs(root) {
  return SOURCES.flatMap((source) => filesBelow(root, source))
    .filter((path) => !LEFT_OUT.test(path))
    .sort();
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

/**
 * A renamed module must not be found under its old name.
 * @param {string} root
 * @param {readonly string[]} files
 */
function removeOrphans(root, files) {
  const expected = new Set(
    files.flatMap((file) => (isCompiled(file) ? [compiled(file), `${compiled(file)}.map`] : [file])),
  );
  for (const source of SOURCES) {
    for (const file of filesBelow(join(root, 'dist'), source)) {
      if (!expected.has(file)) {
        rmSync(join(root, 'dist', file));
      }
    }
  }
}

/** @param {string} file */
function isCompiled(file) {
  return /\.tsx?$/.test(file);
}

/** @param {string} file */
function compiled(file) {
  return file.replace(/\.tsx?$/, '.js');
}
