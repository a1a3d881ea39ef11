import { open } from 'node:fs/promises';
import { catalogueEntry, type ErrorCode } from '../../../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../../../core/time/index.ts';

/** What all imports have in common: where the bytes come from, and how people are told of rows. */

export interface OpenedInput {
  readonly stream: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** The file, or standard input for `-`; `null` where it cannot be read. */
export async function openInput(file: string): Promise<OpenedInput | null> {
  if (file === '-') return { stream: process.stdin, close: async () => undefined };
  try {
    const handle = await open(file);
    if (!(await handle.stat()).isDirectory()) {
      return { stream: handle.createReadStream({ autoClose: false }), close: () => handle.close() };
    }
    await handle.close();
  } catch {
    // Not there, or not ours to read: the caller says so.
  }
  return null;
}

export interface Told {
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly value?: string;
  readonly detail: string;
}

/** What is wrong and what to do about it, in one line: `amount_format (amount "1e3"): amount: expected digits … Send digits …`. */
export function toldText({ code, field, value, detail }: Told): string {
  const where = [field, value === undefined ? null : JSON.stringify(value)].filter((part) => part !== null).join(' ');
  const sentence = /[.!?…]$/.test(detail) ? detail : `${detail}.`;
  return `${code}${where === '' ? '' : ` (${where})`}: ${sentence} ${catalogueEntry(code).remedy}`;
}

export function remedyOf(code: ErrorCode): string {
  return catalogueEntry(code).remedy;
}

/** Goes before the report of the first time (BAD-82). */
export function alreadyAppliedText(at: Instant): string {
  return `Already applied at ${formatInstant(at)}; nothing was changed now (--again reads the file again). What was answered then:\n`;
}
