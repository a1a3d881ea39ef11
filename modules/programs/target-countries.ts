import type { Program } from './model.ts';

type Targets = Pick<Program, 'countries' | 'geoRouting'>;

/** Countries that a program for all countries leaves to its pair: those that its pair names. `offeredCodes` asks the same in SQL. */
export function leftToPair(
  { countries, geoRouting }: Targets,
  pair: Pick<Program, 'countries'> | null,
): readonly string[] {
  const isForRest = countries.length === 0 && geoRouting.countries === null;
  return isForRest ? (pair?.countries ?? []) : [];
}

/** Whether the country is among the target countries of a program; the pair is the one on offer, if any. */
export function isFor(program: Targets, pair: Pick<Program, 'countries'> | null, country: string): boolean {
  if (program.countries.length > 0) return program.countries.includes(country);
  return !leftToPair(program, pair).includes(country);
}
