import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The mask is a process's own, and threads of a test may not change theirs. */
function madeUnder(mask: string, dataDir: string, passedThrough: boolean): number[] {
  const module = fileURLToPath(new URL('./data-directory.ts', import.meta.url));
  const script = `process.umask(0o${mask}); (await import(${JSON.stringify(module)})).makeDataDirectory(${JSON.stringify(dataDir)}, ${passedThrough})`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return [join(dataDir, '..'), dataDir].map((path) => statSync(path).mode & 0o777);
}

test('a new data directory has its mode whatever the mask of the process, and one that is there keeps its own', () => {
  const parent = mkdtempSync(join(tmpdir(), 'tributary-modes-'));
  const before = statSync(parent).mode;
  expect(madeUnder('077', join(parent, 'a', 'data'), true)).toEqual([0o711, 0o711]);
  expect(madeUnder('000', join(parent, 'b', 'data'), false)).toEqual([0o700, 0o700]);
  expect(madeUnder('077', join(parent, 'b', 'data'), true)).toEqual([0o700, 0o700]);
  expect(statSync(parent).mode).toBe(before);
  rmSync(parent, { recursive: true });
});
