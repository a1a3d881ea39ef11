import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of `package.json`, wherever the compiled code lies below it. */
export function packageDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    directory = parent;
  }
  return directory;
}

export function packageVersion(): string {
  const described: unknown = JSON.parse(readFileSync(join(packageDirectory(), 'package.json'), 'utf8'));
  return typeof described === 'object' && described !== null && 'version' in described ? String(described.version) : '';
}
