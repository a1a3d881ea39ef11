import { defineConfig } from 'vitest/config';

/** Two cores are what CI has; each database test file holds a few connections. */
const WORKERS_MAX = 2;

export default defineConfig({
  test: {
    include: ['{core,contract,platform,modules,apps,scenarios,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.long.test.ts'],
    globalSetup: ['platform/db/testing/global-setup.ts'],
    pool: 'forks',
    maxWorkers: WORKERS_MAX,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Property tests reproduce: each names its own seed; nothing may depend on the order of files or tests.
    sequence: { shuffle: { files: false, tests: false } },
    env: { TZ: 'Pacific/Chatham' },
  },
});
