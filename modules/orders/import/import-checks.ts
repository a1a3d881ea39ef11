import type { Refusal } from '../../../contract/errors/index.ts';
import type { FileRow } from './import-rows.ts';

/** What rows said so far, by order and line: the line of the file and the content. */
export type Seen = Map<string, { readonly line: number; readonly content: string }>;

/** A row that says otherwise about a line than an earlier row of the file (BAD-80). */
export function contradiction(row: FileRow, seen: Seen): Refusal | null {
  if (!row.entry.ok) return null;
  const { report, status } = row.entry.value;
  const lines = report === null ? [] : report.lines.map(({ lineId }) => `${report.orderId} line ${lineId}`);
  const keys = status === null ? lines : [...lines, `${status.orderId} status`];
  for (const key of keys) {
    const content = key.endsWith(' status') ? `${status?.status} ${status?.amount?.digits}` : row.raw;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, { line: row.line, content });
    else if (before.content !== content) {
      const detail = `Lines ${before.line} and ${row.line} of the file contradict each other about order ${key}; the first was taken.`;
      return { code: 'conflict_in_file', field: 'order_id', detail, extra: { lines: [before.line, row.line] } };
    }
  }
  return null;
}

/** A state that ends an order without pay, or takes that back, and does not say why. */
export function withoutReason({ entry }: FileRow): Refusal | null {
  const status = entry.ok ? entry.value.status : null;
  const isVerdict = status?.status === 'declined' || status?.status === 'reopened';
  if (!isVerdict || (status.comment ?? '').trim() !== '') return null;
  const detail = `comment: expected why order ${status.orderId} is ${status.status}; the publisher reads it.`;
  return { code: 'field_required', field: 'comment', value: status.orderId, detail };
}
