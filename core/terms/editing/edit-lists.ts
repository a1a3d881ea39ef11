import { printValue } from '../printing/print-rule.ts';
import { indentAt, type PlacedToken, readSource, replaced, tokensOf } from './source.ts';

/**
 * Changes of the lists of a text (stores, products, ad spaces; S-055, S-056, S-059) that leave everything else of it as it was written. Each answers
 * the new text, or `null` where the list is not in the text or cannot be read.
 */

const INDENT = '  ';
/** As long as ids of stores and products are in the catalogue. */
const ID_CHARACTERS_MAX = 100;
/** More new entries than this get a line each, also in a list that stands on one line. */
const ONE_LINE_MAX = 5;

/** An entry where it stands in the text; `end` is behind its last word. */
interface PlacedEntry {
  readonly id: string;
  readonly from: string | null;
  readonly isOpen: boolean;
  readonly end: number;
}

interface PlacedList {
  readonly entries: readonly PlacedEntry[];
  readonly last: PlacedToken;
  readonly brace: PlacedToken;
}

/** Adds an entry to a list, such as `S-17 from 2022-06-01`. */
export function addListEntry(text: string, list: string, entry: string): string | null {
  const placed = placedList(text, list);
  return placed === null ? null : withEntries(text, placed, [entry]);
}

/** Ends the open entry of a list at a time. */
export function endListEntry(text: string, list: string, id: string, until: string): string | null {
  const entry = placedList(text, list)?.entries.find((each) => each.isOpen && each.id === id);
  return entry === undefined ? null : replaced(text, { start: entry.end, end: entry.end }, ` until ${until}`);
}

/** A row of a file with a list: an id, and its times as the language writes them. */
export interface ListedRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly id: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** Why a row changes nothing: it names no id, one that is too long or has line ends, no time, one twice, or an entry that stands with other times. */
export type ListRowFault = 'id_missing' | 'id_unusable' | 'time_unreadable' | 'repeated' | 'other_beginning';

export interface RefusedRow {
  readonly line: number;
  readonly id: string;
  readonly fault: ListRowFault;
}

export interface ListChange {
  readonly text: string;
  readonly added: readonly string[];
  readonly ended: readonly string[];
  /** Rows whose entry is in the list already. */
  readonly present: number;
  readonly refused: readonly RefusedRow[];
}

/**
 * What a file with a list makes of the text. Ids that are not in the list are added, from their own time or from `from`; with `missing: 'end'` open
 * entries that the file does not name end at `from` (S-056: additions and removals with their times, history kept).
 */
export function planListChange(
  text: string,
  list: string,
  rows: readonly ListedRow[],
  { from, missing }: { readonly from: string | null; readonly missing: 'keep' | 'end' },
): ListChange | null {
  const placed = placedList(text, list);
  if (placed === null) return null;
  const open = new Map(placed.entries.filter(({ isOpen }) => isOpen).map((entry) => [entry.id, entry]));
  const named = new Set<string>();
  const added: string[] = [];
  const written: string[] = [];
  const refused: RefusedRow[] = [];
  let present = 0;
  for (const row of rows) {
    const fault = faultOf(row, named, open.get(row.id));
    named.add(row.id);
    if (fault !== null) refused.push({ line: row.line, id: row.id, fault });
    else if (open.has(row.id)) present += 1;
    else {
      added.push(row.id);
      written.push(entryText(row, from));
    }
  }
  const gone = missing === 'end' && from !== null ? [...open.values()].filter(({ id }) => !named.has(id)) : [];
  const extended = written.length === 0 ? text : withEntries(text, placed, written);
  // From the last one backwards, and all before the new entries: no place moves before it is used.
  const changed = gone
    .toSorted((a, b) => b.end - a.end)
    .reduce((now, { end }) => replaced(now, { start: end, end }, ` until ${from}`), extended);
  return { text: changed, added, ended: gone.map(({ id }) => id), present, refused };
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/;

function faultOf(
  { id, from, until }: ListedRow,
  named: ReadonlySet<string>,
  present: PlacedEntry | undefined,
): ListRowFault | null {
  if (id === '') return 'id_missing';
  if (id.length > ID_CHARACTERS_MAX || /\p{Cc}/u.test(id)) return 'id_unusable';
  if ([from, until].some((time) => time !== null && !TIME.test(time))) return 'time_unreadable';
  if (named.has(id)) return 'repeated';
  const isOther = present !== undefined && ((from !== null && present.from !== from) || until !== null);
  return isOther ? 'other_beginning' : null;
}

function entryText({ id, from: own, until }: ListedRow, from: string | null): string {
  const begin = own ?? from;
  return `${printValue(id, RESERVED)}${begin === null ? '' : ` from ${begin}`}${until === null ? '' : ` until ${until}`}`;
}

/** Words that would be read as times of the entry before them. */
const RESERVED: ReadonlySet<string> = new Set(['from', 'until']);

function withEntries(text: string, { last, brace }: PlacedList, entries: readonly string[]): string {
  const isOneLine = last.position.line === brace.position.line;
  if (isOneLine && entries.length <= ONE_LINE_MAX)
    return replaced(text, { start: last.end, end: brace.start }, ` ${entries.join(' ')} `);
  const indent = indentAt(text, brace.start);
  const lines = entries.map((entry) => `${indent}${INDENT}${entry}\n`).join('');
  if (isOneLine) return replaced(text, { start: last.end, end: brace.start }, `\n${lines}${indent}`);
  const lineStart = text.lastIndexOf('\n', brace.start) + 1;
  return replaced(text, { start: lineStart, end: lineStart }, lines);
}

function placedList(text: string, name: string): PlacedList | null {
  const source = readSource(text);
  const found = source.document.statements.find((each) => each.kind === 'list' && each.name === name);
  const tokens = found === undefined ? [] : tokensOf(source, found);
  const [last, brace] = [tokens.at(-2), tokens.at(-1)];
  const body = tokens.findIndex((token) => token.text === '{') + 1;
  if (last === undefined || brace?.text !== '}' || body === 0) return null;
  return { entries: placedEntries(tokens.slice(body, -1)), last, brace };
}

function placedEntries(all: readonly PlacedToken[]): PlacedEntry[] {
  const tokens = all.filter(({ kind, text }) => kind !== 'sign' || text !== ',');
  const entries: PlacedEntry[] = [];
  const timeAt = (index: number, word: string): PlacedToken | undefined => {
    const token = tokens[index];
    return token?.kind === 'word' && token.text === word ? tokens[index + 1] : undefined;
  };
  for (let index = 0; index < tokens.length; ) {
    const id = tokens[index];
    if (id === undefined) break;
    const from = timeAt(index + 1, 'from');
    const next = index + (from === undefined ? 1 : 3);
    const until = timeAt(next, 'until');
    entries.push({
      id: id.text,
      from: from?.text ?? null,
      isOpen: until === undefined,
      end: (until ?? from ?? id).end,
    });
    index = next + (until === undefined ? 0 : 2);
  }
  return entries;
}
