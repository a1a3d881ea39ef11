import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Their remedy says no more than that the value is wrong: what it should have been, each refusal has to say in the reader's language itself. */
const GENERAL: ReadonlySet<string> = new Set(['field_invalid', 'parameter_invalid']);

/** Places that may refuse so without an expectation, each with the reason. */
const EXEMPT: ReadonlySet<string> = new Set([
  // A reason beside the value of a field that is read: whoever makes the refusal of it has the field, which is a code of the order API.
  'modules/orders/intake/fields.ts',
]);

/** Refusals of a general code in a file that say nothing of what was expected, as `file:line`. */
function silentIn(file: string, text: string): readonly string[] {
  if (![...GENERAL].some((code) => text.includes(code))) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const tell = (node: ts.Node) =>
    found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node) && isSilentObject(node)) tell(node);
    if (ts.isCallExpression(node) && isSilentCall(node)) tell(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSilentObject({ properties }: ts.ObjectLiteralExpression): boolean {
  const names = properties.map((each) => each.name?.getText() ?? (ts.isSpreadAssignment(each) ? '…' : ''));
  const code = properties.find((each) => each.name?.getText() === 'code');
  if (code === undefined || !ts.isPropertyAssignment(code) || !names.includes('detail')) return false;
  return generalIn(code.initializer) && !names.includes('expected') && !names.includes('…');
}

/** `refuse('field_invalid', field, value, detail, expectation)` and its like; a call with the code alone makes no refusal. */
function isSilentCall({ arguments: given }: ts.CallExpression): boolean {
  const [code, , ...others] = given;
  if (code === undefined || others.length === 0 || !generalIn(code)) return false;
  return !given.some((each) => ts.isObjectLiteralExpression(each) && /\bkind:/.test(each.getText()));
}

const generalIn = (node: ts.Node): boolean =>
  ts.isStringLiteral(node)
    ? GENERAL.has(node.text)
    : ts.isConditionalExpression(node) && (generalIn(node.whenTrue) || generalIn(node.whenFalse));

test('every refusal of a general code says what was expected, which the languages have words for', () => {
  const files = ['modules', 'platform', 'apps/tributary', 'apps/edge', 'apps/site']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\/testing/.test(file) && !EXEMPT.has(file));
  expect(files.length).toBeGreaterThan(400);
  expect(files.flatMap((file) => silentIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test('a refusal that says nothing is found, and one that says it is not', () => {
  const silent = [
    "const a = { code: 'field_invalid', field, value, detail };",
    "refuse('parameter_invalid', 'hour', unknown, 'Expected hours.');",
  ];
  const telling = [
    "const b = { code: 'field_invalid', field, detail, expected: { kind: 'date' } };",
    "refuse('parameter_invalid', 'hour', unknown, 'Expected hours.', { kind: 'hours' });",
    "const c = { code: 'not_found', field, detail };",
  ];
  expect(silent.map((line) => silentIn('x.ts', line).length)).toEqual([1, 1]);
  expect(telling.flatMap((line) => silentIn('x.ts', line))).toEqual([]);
});
