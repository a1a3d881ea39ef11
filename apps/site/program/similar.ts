import type { Program } from '../../../modules/programs/index.ts';

const SHOWN_MAX = 6;
/** Target countries that programs share, of all that either names: below this they are for different buyers. */
const COUNTRIES_ALIKE = 0.5;

/** Programs that sell alike, or to the same countries; the most alike first (S-010). */
export function similarPrograms(program: Program, offered: readonly Program[]): Program[] {
  return offered
    .filter(({ code }) => code !== program.code)
    .map((other) => ({ other, alike: likeness(program, other) }))
    .filter(({ alike }) => alike > 0)
    .toSorted((a, b) => b.alike - a.alike || (a.other.code < b.other.code ? -1 : 1))
    .slice(0, SHOWN_MAX)
    .map(({ other }) => other);
}

function likeness(a: Program, b: Program): number {
  const categories = a.categories.filter((category) => b.categories.includes(category)).length;
  const all = new Set([...a.countries, ...b.countries]).size;
  const shared = a.countries.filter((country) => b.countries.includes(country)).length;
  return categories + (all > 0 && shared / all >= COUNTRIES_ALIKE ? 1 : 0);
}
