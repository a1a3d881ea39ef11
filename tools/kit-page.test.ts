import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const kit = fileURLToPath(new URL('../apps/web/kit/', import.meta.url));
/** A component begins with a capital letter; one in capitals throughout is a figure. */
const COMPONENT = /^export (?:function|const) ([A-Z]\w*[a-z]\w*)/gm;

const components = readdirSync(kit, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('show/') && !file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(`${kit}${file}`, 'utf8').matchAll(COMPONENT)].map(([, name]) => name));

test('the page of the kit says of each component what it is for and what not, and names no other', () => {
  const rows = readFileSync(`${kit}README.md`, 'utf8').matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$/gm);
  const named = [...rows].map(([, name]) => name);
  expect(components.length).toBeGreaterThan(40);
  expect(named.toSorted()).toEqual(components.toSorted());
});
