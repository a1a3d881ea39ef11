import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** A benchmark that starts a process which starts another one and ends, makes a file, says so, and would go on for ever. */
const benchmark = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  import { inOwnPlace } from ${JSON.stringify(fileURLToPath(new URL('./own-place.ts', import.meta.url)))};
  await inOwnPlace(async () => {
    writeFileSync(tmpdir() + '/file', 'left');
    const sleeper = "setInterval(() => {}, 1000); console.log(process.pid)";
    const starter = "const child = require('node:child_process').spawn(process.execPath, ['-e', process.argv[2], process.argv[1]], " +
      "{ stdio: ['ignore', 1, 'ignore'], detached: true }); child.unref(); child.once('spawn', () => process.exit())";
    spawn(process.execPath, ['-e', starter, tmpdir(), sleeper], { stdio: ['ignore', 'inherit', 'inherit'] });
    spawn(process.execPath, ['-e', sleeper], { stdio: ['ignore', 'inherit', 'inherit'] });
    await new Promise((resolve) => setTimeout(resolve, 1e8));
    return 0;
  });
`;

/** What has ended and is only remembered by the system has no command. */
const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1') !== '';
  } catch {
    return false;
  }
};

it('an interrupted benchmark leaves no process and no file', { timeout: 60_000 }, async () => {
  const parent = mkdtempSync(join(tmpdir(), 'tributary-interrupted-'));
  const script = join(parent, 'benchmark.mts');
  writeFileSync(script, benchmark);
  const running = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: parent, TSX_DISABLE_CACHE: '1' },
  });
  const ended = once(running, 'exit');
  const pids: number[] = [];
  for await (const chunk of running.stdout.setEncoding('utf8')) {
    pids.push(...String(chunk).trim().split('\n').map(Number));
    if (pids.length === 2) running.kill('SIGTERM');
  }
  expect(await ended).toEqual([143, null]);
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(readdirSync(parent).filter((name) => name.startsWith('tributary-bench-'))).toEqual([]);
  rmSync(parent, { recursive: true });
});
