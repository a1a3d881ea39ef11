/**
 * Checks the import rules of .dependency-cruiser.cjs on the folder given (the repository without an argument). Exit status 1 on a
 * violation, and also when it saw nothing: a checker that looks at no file passes everything.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const root = resolve(process.argv[2] ?? repository);
const rules = createRequire(import.meta.url)(`${repository}/.dependency-cruiser.cjs`);
const folders = ['core', 'contract', 'platform', 'modules', 'apps', 'scenarios', 'tools'].filter((name) =>
  existsSync(`${root}/${name}`),
);

process.chdir(root);
const { output } = await cruise(
  folders,
  { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true, baseDir: root },
  undefined,
  { tsConfig: extractTSConfig(`${repository}/tsconfig.json`) },
);
if (typeof output === 'string') {
  throw new Error('dependency-cruiser answered a text instead of its result; its interface changed');
}

const sources = output.modules.filter(
  (module) => /\.tsx?$/.test(module.source) && !module.source.includes('node_modules'),
);
const { violations } = output.summary;
const comments = new Map(
  rules.forbidden.map((/** @type {{name: string, comment: string}} */ rule) => [rule.name, rule.comment]),
);
for (const { rule, from, to, cycle } of violations) {
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ');
  console.error(`${from} → ${way}\n  ${rule.name}: ${comments.get(rule.name) ?? ''}`);
}
if (sources.length === 0) {
  const typescript = JSON.parse(readFileSync(`${repository}/node_modules/typescript/package.json`, 'utf8')).version;
  console.error(
    `boundaries: not one TypeScript file was seen (TypeScript ${typescript}; dependency-cruiser reads it only up to version 6)`,
  );
}
if (violations.length > 0 || sources.length === 0) {
  process.exitCode = 1;
} else {
  console.log(`boundaries: ${sources.length} files keep the ${rules.forbidden.length} rules`);
}
