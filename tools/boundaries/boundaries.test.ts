import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

let tree: string;

/** Files that others import; each kept to the rules. */
const TARGETS = [
  'core/money/money.ts',
  'core/terms/model.ts',
  'core/commission/decide.ts',
  'contract/errors/index.ts',
  'contract/schemas/order.ts',
  'platform/db/index.ts',
  'platform/db/testing.ts',
  'modules/accounts/index.ts',
  'modules/accounts/store.ts',
  'modules/ledger/index.ts',
  'modules/links/index.ts',
  'modules/orders/index.ts',
  'modules/stats/index.ts',
  'apps/tributary/cli.ts',
  'apps/web/operator/b.tsx',
  'scenarios/world.ts',
];

/** One planted import each: the file, what it imports, and the rule that must object. */
const PLANTED = [
  ['core/money/a.ts', '../../platform/db/index.ts', 'core-is-pure'],
  ['core/money/b.ts', 'node:fs', 'core-is-pure'],
  ['core/money/c.ts', 'zod', 'core-is-pure'],
  ['core/money/d.ts', '../terms/model.ts', 'core-order-money-time-countries'],
  ['core/terms/a.ts', '../commission/decide.ts', 'core-order-terms'],
  ['core/terms/a.test.ts', '../../platform/db/index.ts', 'core-tests-know-core'],
  ['contract/a.ts', '../core/terms/model.ts', 'contract-is-shared'],
  ['contract/b.ts', 'pg', 'contract-is-shared'],
  ['platform/db/a.ts', '../../core/money/money.ts', 'platform-knows-no-business'],
  ['platform/db/b.ts', '../../modules/accounts/index.ts', 'platform-knows-no-business'],
  ['platform/db/c.ts', '../../contract/schemas/order.ts', 'platform-knows-no-business'],
  ['platform/db/d.ts', './testing.ts', 'tests-stay-out'],
  ['platform/db/e.ts', 'fast-check', 'declared-packages'],
  ['platform/db/f.ts', './missing.ts', 'resolvable'],
  ['modules/accounts/a.ts', '../ledger/index.ts', 'module-order-accounts'],
  ['modules/links/a.ts', '../orders/index.ts', 'module-order-links'],
  ['modules/links/b.ts', '../accounts/store.ts', 'module-face'],
  ['modules/links/c.ts', '../../apps/tributary/cli.ts', 'modules-know-no-app'],
  ['modules/links/d.ts', 'pino', 'module-type-packages'],
  ['modules/links/e.ts', 'commander', 'module-packages'],
  ['modules/stats/a.ts', '../orders/index.ts', 'stats-only-listens'],
  ['modules/orders/a.ts', '../stats/index.ts', 'module-order-orders'],
  ['apps/edge/a.ts', '../../modules/orders/index.ts', 'edge-stays-small'],
  ['apps/edge/b.ts', '../../core/money/money.ts', 'apps-decide-nothing'],
  ['apps/web/advertiser/terms/a.ts', '../../../../core/commission/decide.ts', 'editor-reads-terms'],
  ['apps/tributary/a.ts', '../../modules/accounts/store.ts', 'module-face-from-outside'],
  ['apps/tributary/b.ts', '../../scenarios/world.ts', 'apps-are-the-top'],
  ['apps/web/app/a.tsx', '../../../modules/orders/index.ts', 'browser-knows-the-contract'],
  ['apps/web/publisher/a.tsx', '../operator/b.tsx', 'cabinets-apart'],
  ['apps/web/kit/a.tsx', '../operator/b.tsx', 'kit-knows-no-screen'],
  ['platform/db/g.ts', './h.ts', 'no-cycle'],
] as const;

/** What the rules must let pass. */
const ALLOWED = [
  ['core/commission/fine.ts', '../money/money.ts'],
  ['core/money/fine.test.ts', 'fast-check'],
  ['contract/fine.ts', 'zod'],
  ['platform/db/fine.ts', 'pg'],
  ['modules/orders/fine.ts', '../links/index.ts'],
  ['modules/orders/fine.test.ts', '../../platform/db/testing.ts'],
  ['modules/stats/fine.ts', '../accounts/index.ts'],
  ['apps/edge/fine.ts', '../../modules/links/index.ts'],
  ['apps/tributary/fine.ts', '../../core/money/money.ts'],
] as const;

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

async function check(): Promise<{ readonly status: number; readonly output: string }> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'tools/boundaries/check.mjs'), tree], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [status] = await once(child, 'close');
  return { status, output };
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'tributary-boundaries-'));
  cpSync(join(REPOSITORY, 'package.json'), join(tree, 'package.json'));
  cpSync(join(REPOSITORY, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(tree, 'node_modules'));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('a tree that keeps the rules passes, a planted import is objected to by the rule made for it, and types count', async () => {
  expect(await check()).toMatchObject({
    status: 1,
    output: expect.stringContaining('not one TypeScript file was seen'),
  });

  for (const path of TARGETS) {
    plant(path, `export const here = '${path}';\nexport type Here = string;\n`);
  }
  for (const [path, target] of ALLOWED) {
    plant(path, `import * as used from '${target}';\nexport const here = used;\n`);
  }
  plant('modules/links/fine.ts', "import type { Pool } from 'pg';\nexport type Here = Pool;\n");
  expect(await check()).toEqual({
    status: 0,
    output: expect.stringMatching(/^boundaries: 2\d files keep the \d+ rules\n$/),
  });

  for (const [path, target] of PLANTED) {
    plant(path, `import * as used from '${target}';\nexport const here = used;\n`);
  }
  plant('platform/db/h.ts', "export * from './g.ts';\n");
  plant('core/money/types.ts', "import type { Here } from '../terms/model.ts';\nexport type There = Here;\n");
  const { status, output } = await check();
  expect(status).toBe(1);
  const objections = output.split('\n').flatMap((line, index, lines) => {
    const from = /^(\S+) → /.exec(line)?.[1];
    return from === undefined ? [] : [`${from} ${/^ {2}([a-z-]+):/.exec(lines[index + 1] ?? '')?.[1]}`];
  });
  for (const [path, , rule] of [...PLANTED, ['core/money/types.ts', '', 'core-order-money-time-countries'] as const]) {
    expect(objections).toContain(`${path} ${rule}`);
  }
  expect(objections.filter((line) => line.includes('fine'))).toEqual([]);
});
