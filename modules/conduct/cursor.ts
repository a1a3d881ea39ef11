import { shownValue } from '../../contract/errors/index.ts';
import { refuse } from '../../platform/http/index.ts';
import type { Cursor } from './store.ts';

const CURSOR = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where a page goes on, from the text that the page before gave. */
export function cursorOf(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const parts = CURSOR.exec(text);
  if (parts?.[1] === undefined || parts[2] === undefined) {
    const detail = 'before: expected `next` of the page before.';
    return refuse({
      code: 'field_invalid',
      field: 'before',
      value: shownValue(text),
      detail,
      expected: { kind: 'page_mark' },
    });
  }
  return { at: Number(parts[1]), id: parts[2] };
}

/** Splits off the row that was read to learn whether there are more. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  placeOf: (row: T) => Cursor,
): { readonly rows: readonly T[]; readonly next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length <= limit || last === undefined) return { rows, next: null };
  const { at, id } = placeOf(last);
  return { rows, next: `${at}_${id}` };
}
