import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode } from './tree.mjs';

/** What may not stay in the code, and what to do about it. */
const LEFTOVERS = [
  { pattern: /\b(TODO|FIXME|HACK)\b/, remedy: 'do it now, or write it down where the team keeps its work' },
  {
    pattern: /\b(test|it|describe|suite)(\.[a-z]+)*\.(skip|only|todo|fails|skipIf|runIf)\b/,
    remedy: 'every test runs: mend it or delete it',
  },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, remedy: 'say the type, or parse at the edge' },
  {
    pattern: /(biome|eslint|prettier|v8)-(ignore|disable)|(v8|c8|istanbul) ignore/,
    remedy: 'delete the comment and follow the rule, or change the rule for everybody (biome.json)',
  },
  { pattern: /^(?!\s*(\*|\/)).*\bas (any|unknown as)\b/, remedy: 'parse the value where it comes in' },
  { pattern: /\bconsole\.(log|debug)\(.*(DEBUG|debug)/, remedy: 'remove what was only for finding a fault' },
];

/** Folder names that say nothing; a folder is a noun of the business or a technical service. */
const EMPTY_NAMES = new Set([
  'helpers',
  'helper',
  'utils',
  'util',
  'common',
  'services',
  'managers',
  'misc',
  'lib',
  'shared',
]);

/** Where each folder explains itself. */
const EXPLAINED = ['core', 'contract', 'platform', 'modules', 'apps', 'tools'];

/** One screen; what needs more belongs to docs/. */
const README_LINES_MAX = 70;

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
export function leftovers(root, files) {
  const read = files.filter((path) => (isCode(path) || path.endsWith('.sql')) && !path.startsWith('tools/tidy/'));
  return read.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const hit = LEFTOVERS.find(({ pattern }) => pattern.test(line));
        return hit === undefined ? [] : [`${path}:${index + 1} ${hit.pattern.exec(line)?.[0]}: ${hit.remedy}`];
      }),
  );
}

/** @param {readonly string[]} files */
export function badNames(files) {
  return files.flatMap((path) => {
    const parts = path.split('/');
    const empty = parts.slice(0, -1).find((part) => EMPTY_NAMES.has(part));
    if (empty !== undefined) {
      return [
        `${path}: a folder named ${empty} says nothing: name it after what is in it, or move the file to whom it serves`,
      ];
    }
    const file = parts.at(-1) ?? '';
    const fits = !isCode(path) || /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(file);
    return fits ? [] : [`${path}: files are named in kebab-case: rename it`];
  });
}

/** @param {string} root */
export function missingReadmes(root) {
  return EXPLAINED.flatMap((layer) => subfolders(join(root, layer)).map((name) => `${layer}/${name}`)).flatMap(
    (folder) => {
      const readme = join(root, folder, 'README.md');
      if (!existsSync(readme)) {
        return [
          `${folder} has no README.md: write one screen on what it means, its words, what always holds, what it refuses to do`,
        ];
      }
      const lines = readFileSync(readme, 'utf8').trimEnd().split('\n').length;
      return lines > README_LINES_MAX
        ? [
            `${folder}/README.md has ${lines} lines, at most ${README_LINES_MAX}: move details to docs/, or split the folder`,
          ]
        : [];
    },
  );
}

/**
 * Folders that hold at least one file.
 * @param {string} directory
 */
function subfolders(directory) {
  if (!existsSync(directory)) {
    return [];
  }
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(directory, entry.name)).length > 0)
    .map((entry) => entry.name);
}
