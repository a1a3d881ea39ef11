import { readdirSync, readFileSync } from 'node:fs';
import { parseTerms } from '../../terms/index.ts';
import type { ProgramTerms } from '../../terms/model.ts';
import { type CompiledTerms, compileTerms } from '../compiling/compile.ts';

/** For tests alone: the shipped program files. The core itself reads no files. */
const directory = new URL('../../../programs/', import.meta.url);

export function programText(code: string): string {
  return readFileSync(new URL(`${code}.terms`, directory), 'utf8');
}

export function parsedTerms(text: string): ProgramTerms {
  const { terms, problems } = parseTerms(text);
  if (terms === null) throw new Error(`terms do not parse: ${JSON.stringify(problems.slice(0, 3))}`);
  return terms;
}

export function compiledProgram(code: string): CompiledTerms {
  return compileTerms(parsedTerms(programText(code)));
}

export function allPrograms(): ReadonlyMap<string, CompiledTerms> {
  const codes = readdirSync(directory)
    .filter((name) => name.endsWith('.terms'))
    .map((name) => name.slice(0, -'.terms'.length))
    .sort();
  return new Map(codes.map((code) => [code, compiledProgram(code)]));
}
