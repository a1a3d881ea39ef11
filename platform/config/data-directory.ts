import { mkdirSync } from 'node:fs';

/**
 * Makes a data directory, if it does not exist, closed to other accounts. Where another account runs the database in it, as it does for root,
 * that one may pass through without seeing what else is there (0711, R-23). Whoever needs the directory first makes it by this, or the mode
 * would be chance.
 */
export function makeDataDirectory(dataDir: string, passedThrough = process.getuid?.() === 0): void {
  mkdirSync(dataDir, { recursive: true, mode: passedThrough ? 0o711 : 0o700 });
}
