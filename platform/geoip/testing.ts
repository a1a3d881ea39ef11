import { mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets the data directory of a test share the tables that are computed from country data: they are the same for all of a run. */
export function shareGeoTables(dataDir: string): void {
  const shared = join(tmpdir(), 'geoip');
  mkdirSync(shared, { recursive: true });
  symlinkSync(shared, join(dataDir, 'geoip'), 'dir');
}
