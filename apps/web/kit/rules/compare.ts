import type { SectionContent } from '../../../../contract/wire/program-page.ts';

export type RulesContent = SectionContent<'rules'>;

/** A piece of text that both versions have, or one of them. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** One rule, or one text beside them, as it became. */
export interface Change {
  /** Of a rule its key; of the other texts their title, and empty for the introduction. */
  readonly name: string;
  readonly number: number | null;
  /** Where the rule stood before, if that was elsewhere: sanctions cite numbers. */
  readonly numberBefore: number | null;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly pieces: readonly Piece[];
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly number: number | null;
  readonly text: string;
}

/** What became of the rules from one version to another; what stayed is left out. */
export function changesOf(before: RulesContent, after: RulesContent): Change[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const olds = new Map(old.map((part) => [part.id, part]));
  const ids = new Set(now.map(({ id }) => id));
  const kept = now.flatMap((part) => changeOf(olds.get(part.id), part));
  const gone = old.filter(({ id }) => !ids.has(id));
  return [...kept, ...gone.map((part) => onlyIn(part, 'removed'))];
}

function partsOf({ intro, rules, further }: RulesContent): Part[] {
  return [
    ...(intro === '' ? [] : [{ id: 'intro', name: '', number: null, text: intro }]),
    ...rules.map(({ key, number, text }) => ({ id: `rule ${key}`, name: key, number, text })),
    ...further.map(({ title, text }) => ({ id: `further ${title}`, name: title, number: null, text })),
  ];
}

function changeOf(before: Part | undefined, { name, number, text }: Part): Change[] {
  if (before === undefined) return [onlyIn({ id: '', name, number, text }, 'added')];
  const numberBefore = before.number === number ? null : before.number;
  if (before.text === text && numberBefore === null) return [];
  return [{ name, number, numberBefore, kind: 'changed', pieces: piecesOf(before.text, text) }];
}

function onlyIn({ name, number, text }: Part, kind: 'added' | 'removed'): Change {
  return { name, number, numberBefore: null, kind, pieces: text === '' ? [] : [{ kind, text }] };
}

/** Comparing takes as many steps as both texts have words; longer ones are told as replaced. */
const STEPS_MAX = 4_000_000;

/** A text as it became, word by word. */
export function piecesOf(before: string, after: string): Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length * now.length > STEPS_MAX) {
    return joined([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]);
  }
  return joined(walk(old, now, commonLengths(old, now)));
}

/** Words with the blanks behind them. */
function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|^\s+/g) ?? [];
}

/** For each pair of places how many words the rests have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const isSame = old[i] === now[j];
      const next = isSame ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : 0;
      lengths[i * width + j] = Math.max(next, lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function walk(old: readonly string[], now: readonly string[], lengths: Uint16Array): Piece[] {
  const width = now.length + 1;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      pieces.push({ kind: 'same', text: was });
      i += 1;
      j += 1;
    } else if (
      was !== undefined &&
      (is === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      pieces.push({ kind: 'removed', text: was });
      i += 1;
    } else {
      pieces.push({ kind: 'added', text: is ?? '' });
      j += 1;
    }
  }
  return pieces;
}

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.kind === piece.kind) result[result.length - 1] = { kind: piece.kind, text: last.text + piece.text };
    else if (piece.text !== '') result.push(piece);
  }
  return result;
}

/** Sections come as their kind says; this only tells the compiler. */
export function isRules(content: object | null | undefined): content is RulesContent {
  return content != null && 'rules' in content && Array.isArray(content.rules);
}
