import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { privateSocket } from './private-socket.ts';

const parent = mkdtempSync(join(tmpdir(), 'sockets-'));
afterAll(() => rmSync(parent, { recursive: true }));

test('a start removes the socket directories of killed processes, and nothing that is used or not ours', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const folder = (name: string): string => {
    mkdirSync(join(parent, name));
    return join(parent, name);
  };
  const left = folder(`tributary-${dead}-aaaaaa`);
  writeFileSync(join(left, 'api'), '');
  const answering = folder(`tributary-${dead}-bbbbbb`);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(answering, 'api'), resolve));
  const kept = [folder(`tributary-${process.ppid}-cccccc`), folder('tributary-data'), folder(`tributary-file-${dead}`)];

  const socket = await privateSocket(parent);
  expect(existsSync(left)).toBe(false);
  expect([answering, ...kept].map((path) => existsSync(path))).toEqual([true, true, true, true]);
  expect(readdirSync(dirname(socket.path))).toEqual([]);
  socket.remove();
  expect(existsSync(dirname(socket.path))).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});
