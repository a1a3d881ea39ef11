import {
  compareDecimals,
  type Decimal,
  decimal,
  formatCanonical,
  multiplyDecimals,
  subtractDecimals,
} from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { overlaps } from '../../time/interval.ts';
import type { ImportLimit, Position, ProgramTerms, Rule, SiblingRates, TermsVersion } from '../model.ts';
import { printImportHead } from '../printing/print.ts';
import { inFileOrder, Problems, quote, type TermsProblem } from '../problem.ts';

/** What one rule or import limit states in numbers. */
interface Rates {
  /** Whose rates they are: the same in all versions that repeat it. */
  readonly of: Rule | ImportLimit;
  readonly position: Position;
  readonly rows: ReadonlyMap<string, { readonly percent: Decimal; readonly position: Position }>;
  /** For everything that has no row. */
  readonly otherwise: Decimal | null;
}

interface Side {
  readonly code: string;
  readonly version: TermsVersion;
  readonly rates: ReadonlyMap<string, Rates>;
}

/** The program that declares a relation is `part`, the one it refers to `whole`; `own` is the one of the text that is checked. */
interface Pair {
  readonly relation: SiblingRates;
  readonly part: Side;
  readonly whole: Side;
  readonly own: Side;
}

/**
 * Where the rates of `terms` and of `others` break a relation that either declares, as warnings with places in the text of `terms`.
 * Versions are compared for every moment that both are valid, those that ended by `from` left out; `null` compares all.
 */
export function checkSiblings(
  terms: ProgramTerms,
  others: readonly ProgramTerms[],
  from: Instant | null,
): readonly TermsProblem[] {
  const problems = new Problems();
  for (const other of others) {
    if (other.code === terms.code) continue;
    for (const relation of terms.siblings)
      if (relation.program === other.code) compare(relation, { part: terms, whole: other }, terms, from, problems);
    for (const relation of other.siblings)
      if (relation.program === terms.code) compare(relation, { part: other, whole: terms }, terms, from, problems);
  }
  return inFileOrder(problems.list);
}

function compare(
  relation: SiblingRates,
  { part, whole }: { readonly part: ProgramTerms; readonly whole: ProgramTerms },
  checked: ProgramTerms,
  from: Instant | null,
  problems: Problems,
): void {
  const still = ({ versions }: ProgramTerms) => versions.filter((one) => overlaps(one, { from, until: null }));
  const sides = (terms: ProgramTerms, regime: string): Side[] =>
    still(terms).map((version) => ({ code: terms.code, version, rates: ratesIn(version, regime) }));
  const [parts, wholes] = [sides(part, relation.regime), sides(whole, relation.otherRegime)];
  // Versions repeat each other's rules: what was compared once need not be again.
  const seen = new Map<unknown, Set<unknown>>();
  for (const one of parts) {
    for (const two of wholes) {
      if (problems.full) return;
      if (!overlaps(one.version, two.version)) continue;
      const pair: Pair = { relation, part: one, whole: two, own: checked === part ? one : two };
      for (const name of new Set([...one.rates.keys(), ...two.rates.keys()])) {
        const [a, b] = [one.rates.get(name)?.of, two.rates.get(name)?.of];
        const known = seen.get(a) ?? new Set();
        if (known.has(b)) continue;
        seen.set(a, known.add(b));
        compareRates(pair, name, problems);
      }
    }
  }
}

function compareRates(pair: Pair, name: string, problems: Problems): void {
  const [part, whole, own] = [pair.part.rates.get(name), pair.whole.rates.get(name), pair.own.rates.get(name)];
  const rows = new Set([...(part?.rows.keys() ?? []), ...(whole?.rows.keys() ?? [])]);
  const of = (rates: Rates | undefined, row: string | null) =>
    (row === null ? null : rates?.rows.get(row)?.percent) ?? rates?.otherwise ?? null;
  for (const row of [...rows, null]) {
    const [one, two] = [of(part, row), of(whole, row)];
    if (agree(pair.relation, one, two)) continue;
    const position = (row === null ? null : own?.rows.get(row)?.position) ?? own?.position ?? pair.own.version.position;
    const what = row === null ? (rows.size === 0 ? '' : ' for everything else') : ` for ${quote(row)}`;
    problems.warning(
      'sibling_rates_differ',
      position,
      `${quote(name)}${what}: ${told(pair, one, two)}`,
      `Change the rate here or in ${quote(pair.own === pair.part ? pair.whole.code : pair.part.code)}, for the same time.`,
    );
  }
}

/** |part − whole × percent / 100| ≤ tolerance, without a division. */
function agree({ percent, tolerance }: SiblingRates, part: Decimal | null, whole: Decimal | null): boolean {
  if (part === null || whole === null) return part === whole;
  const hundred = decimal('100');
  const { digits, scale } = subtractDecimals(multiplyDecimals(part, hundred), multiplyDecimals(whole, percent));
  const apart = { digits: digits < 0n ? -digits : digits, scale };
  return compareDecimals(apart, multiplyDecimals(tolerance, hundred)) <= 0;
}

function told({ relation, part, whole }: Pair, one: Decimal | null, two: Decimal | null): string {
  const shown = (rate: Decimal) => quote(`${formatCanonical(rate, 2)}%`);
  const states = one === null ? 'states no rate' : `states ${shown(one)}`;
  if (two === null) return `${quote(part.code)} ${states}, ${quote(whole.code)} none to compare it with.`;
  const expected = shown(multiplyDecimals(multiplyDecimals(two, relation.percent), decimal('0.01')));
  const share = `${formatCanonical(relation.percent, 0)}%`;
  return `${quote(part.code)} ${states}; expected ${expected}, ${share} of the ${shown(two)} of ${quote(whole.code)}.`;
}

/** Of the rules and import limits that hold in a regime, those that state rates, by what people call them. */
function ratesIn(version: TermsVersion, regime: string): ReadonlyMap<string, Rates> {
  const found = new Map<string, Rates>();
  if (!version.regimes.some(({ name }) => name === regime)) return found;
  const holds = ({ regimes }: Rule | ImportLimit) => regimes === null || regimes.includes(regime);
  for (const rule of version.rules.filter(holds)) {
    const rates = ratesOfRule(rule);
    if (rates !== null) found.set(`rule ${rule.name}`, rates);
  }
  for (const limit of version.importLimits.filter(holds)) {
    const { position } = limit;
    const rows = new Map([
      ['from', { percent: limit.min, position }],
      ['to', { percent: limit.max, position }],
    ]);
    found.set(printImportHead({ ...limit, regimes: null }), { of: limit, position, rows, otherwise: null });
  }
  return found;
}

function ratesOfRule(rule: Rule): Rates | null {
  const { then } = rule;
  const source = then.kind === 'pay' ? then.reward.percent : null;
  const base = { of: rule, position: then.position };
  if (source?.kind === 'stated') return { ...base, rows: new Map(), otherwise: source.percent };
  if (source?.kind !== 'by-category') return null;
  return { ...base, rows: new Map(source.rates.map((rate) => [rate.category, rate])), otherwise: source.otherwise };
}
