/**
 * Given to a process as `--import`: writes the names of the packages that it loaded into a file named after the process, in the
 * directory LOADED_PACKAGES.
 */
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';

const file = join(process.env['LOADED_PACKAGES'] ?? '.', String(process.pid));
const hooks = `
  import { appendFileSync } from 'node:fs';
  let file;
  export function initialize(data) { file = data; }
  export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(found.url)?.[1];
    if (name !== undefined) appendFileSync(file, name + '\\n');
    return found;
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: file });

process.on('exit', () => {
  for (const path of Object.keys(createRequire(import.meta.url).cache)) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    if (name !== undefined) appendFileSync(file, `${name}\n`);
  }
});
