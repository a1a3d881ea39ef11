import { useState } from 'react';
import type { WaitingEntry } from '../../../../contract/wire/many.ts';

export interface Selection {
  readonly entries: readonly WaitingEntry[];
  readonly has: (key: string) => boolean;
  /** Chooses one or leaves it out; with `isRange` everything between it and the one before. */
  readonly toggle: (rows: readonly WaitingEntry[], index: number, isRange: boolean) => void;
  readonly add: (entries: readonly WaitingEntry[]) => void;
  readonly leaveOut: (entries: readonly WaitingEntry[]) => void;
  readonly clear: () => void;
}

/** What is chosen out of a queue; it stays while one turns pages or searches for more. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, WaitingEntry>>(new Map());
  const [last, setLast] = useState<string | null>(null);
  const change = (entries: readonly WaitingEntry[], isIn: boolean): void =>
    setChosen((before) => {
      const after = new Map(before);
      for (const entry of entries) {
        if (isIn) after.set(entry.key, entry);
        else after.delete(entry.key);
      }
      return after;
    });
  return {
    entries: [...chosen.values()],
    has: (key) => chosen.has(key),
    toggle: (rows, index, isRange) => {
      const row = rows[index];
      if (row === undefined) return;
      const from = isRange ? rows.findIndex(({ key }) => key === last) : -1;
      const [first, until] = from === -1 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
      change(rows.slice(first, until + 1), !chosen.has(row.key));
      setLast(row.key);
    },
    add: (entries) => change(entries, true),
    leaveOut: (entries) => change(entries, false),
    clear: () => setChosen(new Map()),
  };
}
