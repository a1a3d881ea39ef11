import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The tiers that take minutes: endurance, loss and large data. Apart from `npm test`, and bounded all the same. */
const LONG_TEST_MS_MAX = 20 * 60_000;

// On the disk: what they write may be more than fits in memory, where other runs keep their files.
process.env['TMPDIR'] ??= tmpdir();

export default defineConfig({
  test: {
    include: ['{core,contract,platform,modules,apps,scenarios,tools}/**/*.long.test.ts'],
    globalSetup: ['platform/db/testing/global-setup.ts'],
    pool: 'forks',
    // One at a time: each may want the whole machine.
    maxWorkers: 1,
    passWithNoTests: true,
    testTimeout: LONG_TEST_MS_MAX,
    hookTimeout: 120_000,
    env: { TZ: 'Pacific/Chatham', NODE_ENV: 'production' },
  },
});
