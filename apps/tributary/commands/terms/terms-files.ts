import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type ProgramTerms, parseTerms, type TermsProblem } from '../../../../core/terms/index.ts';
import { shippedProgramsDirectory } from '../../decide/load-programs.ts';

/** Above what the reader takes anyway; a larger file is not even loaded. */
const FILE_BYTES_MAX = 4 * 1_048_576;

/** `tributary terms`, to which each command of terms adds itself. */
export function termsGroup(program: Command): Command {
  const existing = program.commands.find((command) => command.name() === 'terms');
  return (
    existing ??
    program
      .command('terms')
      .summary("check, show and compare programs' terms")
      .description("Check, show and compare programs' terms.")
  );
}

export type Loaded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** Whether the word on the command line is a file rather than the code of a shipped program or the id of a version. */
export function isPath(name: string): boolean {
  return name.endsWith('.terms') || name.includes('/');
}

/** Text of a file, or of the shipped program with that code. */
export async function readTermsFile(name: string): Promise<Loaded<{ readonly path: string; readonly text: string }>> {
  const path = isPath(name) ? name : join(shippedProgramsDirectory(), `${name}.terms`);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return { ok: false, error: `${path} is a directory. Name the .terms files in it.` };
  if (found === null || !found.isFile()) {
    const programs = (await shippedFiles()).map((file) => file.replace(/^.*\/|\.terms$/g, ''));
    const error = `There is no file ${path}. Name a .terms file or one of the shipped programs: ${programs.join(', ')}.`;
    return { ok: false, error };
  }
  if (found.size > FILE_BYTES_MAX) return { ok: false, error: `${path} is larger than ${FILE_BYTES_MAX} bytes.` };
  const bytes = await readFile(path);
  // A null character is UTF-8 and no text.
  if (!isUtf8(bytes) || bytes.includes(0))
    return { ok: false, error: `${path} is no text in UTF-8. Name a file of terms, or save it as UTF-8.` };
  return { ok: true, value: { path, text: bytes.toString('utf8') } };
}

export async function shippedFiles(): Promise<string[]> {
  return termsFilesIn(shippedProgramsDirectory());
}

/** The `.terms` files of a folder, by name; none where it cannot be read. */
export async function termsFilesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => name.endsWith('.terms'))
    .sort()
    .map((name) => join(directory, name));
}

/** The terms of a file, or the first error in it. */
export async function loadTerms(name: string): Promise<Loaded<ProgramTerms>> {
  const file = await readTermsFile(name);
  if (!file.ok) return file;
  const { path, text } = file.value;
  const { terms, problems } = parseTerms(text);
  if (terms !== null) return { ok: true, value: terms };
  const [first] = problems.filter(({ severity }) => severity === 'error');
  const where = first === undefined ? path : describeProblem(path, first);
  return { ok: false, error: `${where}\nSee all findings with: tributary terms check ${path}` };
}

/** As editors and terminals link to it: `file:line:column`. */
export function describeProblem(path: string, { position, severity, message }: TermsProblem): string {
  return `${path}:${position.line}:${position.column} ${severity}: ${message}`;
}
