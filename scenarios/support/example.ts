import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Established, establish } from '../../apps/tributary/example/establish.ts';
import { composeNetwork } from '../../apps/tributary/network.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type MasterKey, openMasterKey } from '../../platform/config/index.ts';
import { type TestDatabase, testDatabase, testTemplate } from '../../platform/db/testing.ts';
import { shareGeoTables } from '../../platform/geoip/testing.ts';

/** A network's database and data directory, alone, with the people, programs, products and links of the example. */
export interface Example {
  readonly t: TestDatabase;
  readonly dataDir: string;
  readonly master: MasterKey;
  readonly established: Established;
  /** Removes both; whatever uses them must have ended. */
  remove(): Promise<void>;
}

/** Made once a process for each moment, since it takes seconds; each test file has its own copy. */
interface Original {
  readonly template: string;
  readonly masterKey: string;
  readonly established: Established;
}

const originals = new Map<Instant, Promise<Original>>();

/** The example as if it had been established at `at`. */
export async function openExample(at: Instant): Promise<Example> {
  const known = originals.get(at) ?? makeOriginal(at);
  originals.set(at, known);
  const { template, masterKey, established } = await known;
  const [t, dataDir] = await Promise.all([testDatabase(template), mkdtemp(join(tmpdir(), 'tributary-'))]);
  writeFileSync(join(dataDir, 'master.key'), masterKey, { mode: 0o600 });
  shareGeoTables(dataDir);
  return {
    t,
    dataDir,
    master: openMasterKey({ mode: 'start', secretFile: null, dataDir }),
    established,
    remove: async () => {
      await t.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function makeOriginal(at: Instant): Promise<Original> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-'));
  try {
    const master = openMasterKey({ mode: 'start', secretFile: null, dataDir });
    const troubles: unknown[] = [];
    const onDefect = (error: unknown) => troubles.push(error);
    let established: Established | null = null;
    const template = await testTemplate(async (db) => {
      established = await establish(composeNetwork({ db, clock: manualClock(at), master, onDefect }), at);
    });
    if (established === null || troubles.length > 0)
      throw new AggregateError(troubles, `the example of ${formatInstant(at)} was not made`);
    return { template, masterKey: readFileSync(join(dataDir, 'master.key'), 'utf8'), established };
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
