import { readdirSync, readFileSync } from 'node:fs';
import { decide, decisionToJson, factsToJson } from '../index.ts';
import { allPrograms } from './programs.ts';
import { randomOrder, seededRandom } from './random-orders.ts';

/** One stored order: what was known, and what was decided. */
export interface GoldenRecord {
  readonly facts: unknown;
  readonly decision: unknown;
}

const directory = new URL('../golden/', import.meta.url);

/** The files of the corpus by name; each was written once, by the engine of its release, and is never rewritten. */
export function goldenFiles(): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

export function goldenRecords(file: string): readonly GoldenRecord[] {
  return readFileSync(new URL(file, directory), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { facts, decision } = JSON.parse(line);
      return { facts, decision };
    });
}

/** New records for a new file: so many seeded orders of each shipped program, with everything that can be odd about them. */
export function newRecords(seed: number, ordersPerProgram: number): readonly GoldenRecord[] {
  const random = seededRandom(seed);
  return [...allPrograms().values()].flatMap((compiled) =>
    Array.from({ length: ordersPerProgram }, (_, index) => {
      const orderId = `G${seed}-${compiled.terms.code}-${index}`;
      const facts = randomOrder(random, { terms: compiled.terms, orderId, manner: index % 4 === 0 ? 'plain' : 'odd' });
      return { facts: factsToJson(facts), decision: decisionToJson(decide(compiled, facts, { trace: false })) };
    }),
  );
}
