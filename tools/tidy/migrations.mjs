import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'migrations/sql';

/**
 * Names, numbers and headers of the migrations; that they were not changed after being applied is the runner's to check.
 * @param {string} root
 */
export function migrationProblems(root) {
  const directory = join(root, FOLDER);
  const files = existsSync(directory) ? readdirSync(directory).sort() : [];
  return files.flatMap((file, index) => {
    const path = `${FOLDER}/${file}`;
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
    if (number === undefined) {
      return [`${path}: name it NNNN_lower_case_words.sql`];
    }
    const twin = files.slice(0, index).find((other) => other.startsWith(`${number}_`));
    return [
      ...(twin === undefined ? [] : [`${path} and ${twin} have one number: give the later one the next free number`]),
      ...contentProblems(path, readFileSync(join(directory, file), 'utf8')),
    ];
  });
}

/**
 * @param {string} path
 * @param {string} sql
 */
function contentProblems(path, sql) {
  const header = /^(--.*\n)+/.exec(sql)?.[0] ?? '';
  const code = sql.replace(/--.*$/gm, '');
  return [
    ...(header === ''
      ? [`${path}: begin with a comment that says what it does and whether it breaks running older versions`]
      : []),
    ...(header !== '' && !/break/i.test(header)
      ? [`${path}: its first comment must say whether it breaks running older versions`]
      : []),
    ...(/^\s*(begin|commit|rollback)\s*;/im.test(code)
      ? [`${path}: leave out BEGIN and COMMIT, the runner puts each file in a transaction`]
      : []),
    ...(/\bconcurrently\b/i.test(code)
      ? [`${path}: CONCURRENTLY cannot run in a transaction: build the index without it, or in a job`]
      : []),
  ];
}
