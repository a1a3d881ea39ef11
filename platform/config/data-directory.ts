import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a data directory, if it does not exist, closed to other accounts. Where another account runs the database in it, as it does for root,
 * that one may pass through without seeing what else is there (0711, R-23). Whoever needs the directory first makes it by this, or the mode
 * would be chance.
 */
export function makeDataDirectory(dataDir: string, passedThrough = process.getuid?.() === 0): void {
  const mode = passedThrough ? 0o711 : 0o700;
  const first = mkdirSync(dataDir, { recursive: true, mode });
  if (first === undefined) return;
  // The mask of this process takes bits away from what is asked for, for instance under `umask 077`; of nothing that was there before.
  for (let made = resolve(dataDir); ; made = dirname(made)) {
    chmodSync(made, mode);
    if (made === resolve(first)) return;
  }
}
