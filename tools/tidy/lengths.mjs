import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isCode, isTest } from './tree.mjs';

/** A file that holds one idea fits in this; tests are tables and may be longer. */
const FILE_LINES_MAX = 400;

/** A function fits a screen: 50 lines is the aim, this the limit. */
const FUNCTION_LINES_MAX = 70;

/**
 * @param {string} root
 * @param {readonly string[]} files
 * @param {Readonly<Record<string, number>>} known
 */
export function longFiles(root, files, known) {
  return files
    .filter((path) => isCode(path) && !isTest(path))
    .flatMap((path) => {
      const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length;
      const remedy = 'split it by use case, each file named after what it does (service/enrol.ts, not service2.ts)';
      return tooLong(path, lines, FILE_LINES_MAX, known, remedy);
    });
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 * @param {Readonly<Record<string, number>>} known
 */
export function longFunctions(root, files, known) {
  return files
    .filter((path) => isCode(path) && !isTest(path))
    .flatMap((path) => {
      const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
      const remedy = 'keep the branching in it and move the work into small functions below';
      return functionsOf(source).flatMap(({ name, lines }) =>
        tooLong(`${path}#${name}`, lines, FUNCTION_LINES_MAX, known, remedy),
      );
    });
}

/**
 * @param {string} name
 * @param {number} lines
 * @param {number} most
 * @param {Readonly<Record<string, number>>} known
 * @param {string} remedy
 */
function tooLong(name, lines, most, known, remedy) {
  const allowed = known[name];
  if (allowed !== undefined && lines < allowed) {
    const change = lines > most ? `write ${lines} there` : 'remove it there';
    return [
      `${name} is ${lines} lines, and tools/tidy/known.json still allows ${allowed}: ${change}, so that it stays so`,
    ];
  }
  return lines > (allowed ?? most) ? [`${name} is ${lines} lines long, at most ${allowed ?? most}: ${remedy}`] : [];
}

/**
 * Every function with a body, by the name a reader would give it.
 * @param {ts.SourceFile} source
 */
function functionsOf(source) {
  /** @type {{ name: string, lines: number }[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ name: nameOf(node), lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.SignatureDeclaration} node */
function nameOf(node) {
  const own =
    node.name ??
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return own?.getText() ?? 'anonymous';
}
