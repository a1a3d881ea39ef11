import { Readable } from 'node:stream';
import type { Database } from '../../platform/db/index.ts';
import { createOrganisation } from '../accounts/index.ts';
import type { ImportFile, ImportProgram, RowFinding } from './model.ts';

/** A program and files as tests need them. Tests only. */

export const PROGRAM: ImportProgram = {
  code: 'aliexpress-ru-cis-new',
  advertiserOrg: '33333333-3333-4333-8333-333333333333',
  timeZone: 'Europe/Moscow',
  allowedHosts: ['aliexpress.com', '*.aliexpress.com'],
};

/** Makes the organisation that PROGRAM belongs to. */
export async function makeAdvertiser(db: Database, at: number): Promise<void> {
  const advertiser = { id: PROGRAM.advertiserOrg, kind: 'advertiser', name: 'Shop', at } as const;
  await db.transaction({ role: 'system' }, (tx) => createOrganisation(tx, advertiser));
}

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
