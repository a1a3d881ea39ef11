import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/**
 * Bundles what browsers run (the cabinets, the small script and style of the public pages) into dist/web. Does nothing in a tree that
 * has none.
 * @param {string} root
 */
export function buildWeb(root) {
  if (!existsSync(join(root, 'vite.config.ts'))) {
    return;
  }
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // Started by a test it would otherwise inherit `test` and take the libraries in the form for developers, half as large again.
  const env = { ...process.env, NODE_ENV: 'production' };
  const command = [vite, 'build', '--logLevel', 'error'];
  const result = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', env });
  if (result.status !== 0) {
    throw new Error(
      `the build of the pages failed; mend this, then run the same command again:\n${result.stdout}${result.stderr}`,
    );
  }
  const built = join(root, 'dist', 'web');
  // Compressed once here rather than for every visitor.
  for (const file of readdirSync(built).filter((name) => /\.(js|css|svg)$/.test(name))) {
    writeFileSync(join(built, `${file}.br`), brotliCompressSync(readFileSync(join(built, file))));
  }
}
