import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/test/longest-first.ts';

/** Two cores are what CI has, and a file that waits for a browser or a process leaves its core to a third. */
const WORKERS_MAX = 3;

/** Bounds what hangs. Tests assert facts, never times: a busy machine may take many times what a quiet one does. */
const TEST_MS_MAX = 120_000;
const POLL_MS_MAX = 60_000;

export default defineConfig({
  oxc: { jsx: { development: false } },
  test: {
    include: ['{core,contract,platform,modules,apps,scenarios,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.long.test.ts'],
    globalSetup: ['platform/db/testing/global-setup.ts'],
    pool: 'forks',
    // A worker keeps what it has loaded for its next file; what a module remembers must therefore hold for any of them.
    isolate: false,
    maxWorkers: WORKERS_MAX,
    testTimeout: TEST_MS_MAX,
    hookTimeout: TEST_MS_MAX,
    expect: { poll: { timeout: POLL_MS_MAX } },
    // Property tests reproduce: each names its own seed. Nothing may depend on the order of files; tests of one file may tell a story.
    sequence: { shuffle: { files: false, tests: false }, sequencer: LongestFirst },
    // React as the product runs it: its development build takes many times as long to write a page.
    env: { TZ: 'Pacific/Chatham', NODE_ENV: 'production' },
  },
});
