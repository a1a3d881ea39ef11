import { Readable } from 'node:stream';
import type { ImportFile, ImportProgram, RowFinding } from './model.ts';

/** A program and files as tests need them. Tests only. */

export const PROGRAM: ImportProgram = {
  code: 'aliexpress-ru-cis-new',
  timeZone: 'Europe/Moscow',
  allowedHosts: ['aliexpress.com', '*.aliexpress.com'],
};

/** A file of this text, cut into pieces at odd places, and the list its findings come into. */
export function fileOf(
  text: string | Uint8Array,
  changes: Partial<ImportFile> = {},
): { readonly file: ImportFile; readonly findings: RowFinding[] } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const findings: RowFinding[] = [];
  const file: ImportFile = {
    format: null,
    stream: Readable.from(pieces(bytes)),
    at: null,
    author: 'test',
    onFinding: (finding) => findings.push(finding),
    ...changes,
  };
  return { file, findings };
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0, size = 1; start < bytes.length; start += size, size = (size * 3) % 8191) {
    yield bytes.subarray(start, start + size);
  }
}
