import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CompiledTerms, compileTerms } from '../../../core/commission/index.ts';
import { parseTerms, type TermsProblem } from '../../../core/terms/index.ts';
import { packageDirectory } from '../start/package-directory.ts';

/** A network has hundreds of programs at most; a folder with more files is the wrong folder. */
const PROGRAM_FILES_MAX = 10_000;
/** As the parser's own bound on text; checked first so that a huge file is not read at all. */
const FILE_BYTES_MAX = 4 * 1_048_576;

export type LoadedPrograms =
  | { readonly ok: true; readonly value: ReadonlyMap<string, CompiledTerms> }
  /** One sentence for the person at the terminal, with what to do. */
  | { readonly ok: false; readonly error: string };

/** Compiles every `*.terms` file of a folder, by program code. */
export async function loadPrograms(directory: string): Promise<LoadedPrograms> {
  const names = await readdir(directory).catch(() => null);
  if (names === null) return refused(`cannot read the folder ${directory}; name one with --programs DIR`);
  const files = names.filter((name) => name.endsWith('.terms')).sort();
  if (files.length === 0) return refused(`no *.terms files in ${directory}; name a folder with --programs DIR`);
  if (files.length > PROGRAM_FILES_MAX) return refused(`${directory} holds more than ${PROGRAM_FILES_MAX} programs`);
  const programs = new Map<string, CompiledTerms>();
  for (const name of files) {
    const loaded = await loadProgram(join(directory, name));
    if (!loaded.ok) return loaded;
    const { code } = loaded.value.terms;
    if (programs.has(code)) return refused(`${name}: program ${code} is also stated by another file of ${directory}`);
    programs.set(code, loaded.value);
  }
  return { ok: true, value: programs };
}

async function loadProgram(
  path: string,
): Promise<{ readonly ok: true; readonly value: CompiledTerms } | (LoadedPrograms & { ok: false })> {
  const { size } = await stat(path);
  if (size > FILE_BYTES_MAX) return refused(`${basename(path)} is larger than ${FILE_BYTES_MAX} bytes`);
  const { terms, problems } = parseTerms(await readFile(path, 'utf8'));
  if (terms === null) return refused(`${describe(path, problems)}; run: tributary terms check ${path}`);
  return { ok: true, value: compileTerms(terms) };
}

function describe(path: string, problems: readonly TermsProblem[]): string {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return `${basename(path)} has errors`;
  return `${basename(path)}:${first.position.line}:${first.position.column} ${first.message}`;
}

function refused(error: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error };
}

/** The folder with the shipped programs: next to `package.json`, wherever the compiled code lies below it. */
export function shippedProgramsDirectory(): string {
  return join(packageDirectory(), 'programs');
}
