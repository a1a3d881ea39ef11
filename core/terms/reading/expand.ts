import type { Interval } from '../../time/instant.ts';
import { overlaps } from '../../time/interval.ts';
import type { TermsDocument, TopStatement, VersionStatement } from '../document.ts';
import type { ListEntry, Position, ProgramTerms, TermsVersion } from '../model.ts';
import { EXPANDED_RULES_MAX, lineOf, type Problems, quote, REGIMES_MAX, suggest } from '../problem.ts';
import { apply, type Draft, keyOf } from './draft.ts';

type Of<K extends TopStatement['kind']> = Extract<TopStatement, { kind: K }>;

/** The statements as the engine reads them: each version complete. `null` if something is missing without which there are no terms. */
export function expand(document: TermsDocument, problems: Problems): ProgramTerms | null {
  const all = <K extends TopStatement['kind']>(kind: K) =>
    document.statements.filter((statement): statement is Of<K> => statement.kind === kind);
  const program = theOnly(all('program'), 'program CODE "Name"', problems);
  const zone = theOnly(all('time zone'), 'time zone Europe/Moscow', problems);
  const orders = theOnly(all('orders'), 'orders in USD', problems);
  const [categories] = all('categories');
  refuseRepeated(all('categories'), () => 'categories', problems);
  const lists = all('list');
  refuseRepeated([...all('countries'), ...lists], (statement) => statement.name, problems);
  refuseRepeated(all('notice'), (statement) => `notice ${statement.notice.name}`, problems);
  refuseRepeated(all('sibling'), ({ sibling }) => `sibling ${sibling.program} in ${sibling.regime}`, problems);
  refuseTwoRates(all('internal rate'), problems);
  const versions = expandVersions(all('version'), problems);
  if (program === null || zone === null || orders === null || versions === null) return null;
  const listsOf = (of: 'stores' | 'products' | 'ad spaces'): Record<string, readonly ListEntry[]> =>
    Object.fromEntries(lists.filter((list) => list.of === of).map((list) => [list.name, list.entries]));
  return {
    code: program.code,
    name: program.name,
    timeZone: zone.zone,
    orderCurrencies: orders.currencies,
    categoryNames: Object.fromEntries(categories?.names ?? []),
    countrySets: Object.fromEntries(all('countries').map((set) => [set.name, set.countries])),
    storeLists: listsOf('stores'),
    productLists: listsOf('products'),
    adSpaceGroups: listsOf('ad spaces'),
    internalRates: all('internal rate').map((statement) => statement.rate),
    notices: all('notice').map((statement) => statement.notice),
    siblings: all('sibling').map((statement) => statement.sibling),
    versions,
  };
}

const fileStart: Position = { line: 1, column: 1 };

function theOnly<T extends TopStatement>(found: readonly T[], sample: string, problems: Problems): T | null {
  const [first] = found;
  if (first === undefined) {
    const message = `The statement "${sample}" is missing.`;
    problems.error('missing_statement', fileStart, message, 'Write it once, before the first version.');
    return null;
  }
  refuseRepeated(found, () => first.kind, problems);
  return first;
}

function refuseRepeated<T extends { readonly position: Position }>(
  statements: readonly T[],
  nameOf: (statement: T) => string,
  problems: Problems,
): void {
  const seen = new Map<string, Position>();
  for (const statement of statements) {
    const name = nameOf(statement);
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, statement.position);
    else {
      const message = `${quote(name)} stands here and on ${lineOf(earlier)}.`;
      problems.error('duplicate_statement', statement.position, message, 'Keep one of them.', [earlier]);
    }
  }
}

/** Two rates of one pair at one moment: neither may be taken at random (BAD-70). */
function refuseTwoRates(statements: readonly Of<'internal rate'>[], problems: Problems): void {
  const byStart = [...statements].sort((a, b) => startOf(a.rate) - startOf(b.rate));
  const latest = new Map<string, Of<'internal rate'>>();
  for (const statement of byStart) {
    const pair = `${statement.rate.base}/${statement.rate.quote}`;
    const earlier = latest.get(pair);
    if (earlier !== undefined && overlaps(earlier.rate, statement.rate)) {
      const message = `The internal rate ${pair} stands here and on ${lineOf(earlier.position)} for the same time.`;
      const remedy = 'End the earlier one with "until" where the later one begins.';
      problems.error('conflicting_rules', statement.position, message, remedy, [earlier.position]);
    }
    const lastsLonger = earlier !== undefined && endOf(earlier.rate) > endOf(statement.rate);
    if (!lastsLonger) latest.set(pair, statement);
  }
}

function startOf({ from }: Interval): number {
  return from ?? Number.NEGATIVE_INFINITY;
}

function endOf({ until }: Interval): number {
  return until ?? Number.POSITIVE_INFINITY;
}

function expandVersions(statements: readonly VersionStatement[], problems: Problems): TermsVersion[] | null {
  if (statements.length === 0) {
    problems.error(
      'missing_statement',
      fileStart,
      'There is no version.',
      'Write "version V1 { … }" with the rules in it.',
    );
    return null;
  }
  refuseRepeated(statements, (statement) => statement.id, problems);
  const done = new Map<string, Draft>();
  const versions: TermsVersion[] = [];
  let rules = 0;
  for (const statement of statements) {
    const draft = draftOf(statement, done, problems);
    done.set(statement.id, draft);
    rules += draft.rules.length;
    if (rules > EXPANDED_RULES_MAX) {
      const message = `With this version the file stands for more than ${EXPANDED_RULES_MAX} rules.`;
      problems.error('too_many_rules', statement.position, message, 'Close old versions into a file of their own.');
      return null;
    }
    if (draft.regimes.length > REGIMES_MAX) {
      const message = `Version ${quote(statement.id)} has more than ${REGIMES_MAX} regimes.`;
      problems.error('too_many_statements', statement.position, message, 'Ask for countries in the rules instead.');
      return null;
    }
    const version = complete(statement, draft, problems);
    if (version !== null) versions.push(version);
  }
  // An incomplete version has been reported; without it the others could not be judged.
  return versions.length === statements.length ? inOrder(versions) : null;
}

function inOrder(versions: readonly TermsVersion[]): TermsVersion[] {
  return [...versions].sort((a, b) => startOf(a) - startOf(b));
}

function draftOf(statement: VersionStatement, done: ReadonlyMap<string, Draft>, problems: Problems): Draft {
  const draft = copyOf(baseOf(statement, done, problems));
  const said = new Map<string, Position>();
  for (const part of statement.body) {
    const key = keyOf(part);
    const earlier = said.get(key);
    if (earlier === undefined) {
      said.set(key, part.position);
      apply(draft, part, problems);
    } else {
      const message = `${quote(key)} stands here and on ${lineOf(earlier)}.`;
      const code = part.kind === 'rule' ? 'conflicting_rules' : 'duplicate_statement';
      problems.error(code, part.position, message, 'Keep one of them, or give the other another name.', [earlier]);
    }
  }
  return draft;
}

function baseOf(statement: VersionStatement, done: ReadonlyMap<string, Draft>, problems: Problems): Draft | null {
  if (statement.base === null) return null;
  const base = done.get(statement.base);
  if (base !== undefined) return base;
  const { base: name } = statement;
  const message = `Version ${quote(name)} does not stand above.`;
  problems.error('unknown_name', statement.position, message, () => suggest(name, done.keys()));
  return null;
}

function copyOf(base: Draft | null): Draft {
  return {
    settings: { ...base?.settings },
    regimes: [...(base?.regimes ?? [])],
    rules: [...(base?.rules ?? [])],
    caps: new Map(base?.caps),
    notes: new Map(base?.notes),
    importLimits: new Map(base?.importLimits),
  };
}

function complete(statement: VersionStatement, draft: Draft, problems: Problems): TermsVersion | null {
  const { windowMs, pick, accrualCurrency, conversion, rounding, confirmation } = draft.settings;
  const missing = [
    pick === undefined ? '"clicks last within 30 days"' : null,
    accrualCurrency === undefined ? '"reward in USD"' : null,
    rounding === undefined ? '"round half even"' : null,
    confirmation === undefined ? '"confirm on …"' : null,
    draft.rules.length === 0 ? '"rule …"' : null,
  ].filter((sample) => sample !== null);
  for (const sample of missing) {
    const message = `Version ${quote(statement.id)} has no statement ${sample}.`;
    problems.error(
      'missing_statement',
      statement.position,
      message,
      'Every version says all of it, itself or by the version it repeats.',
    );
  }
  if (pick === undefined || windowMs === undefined || accrualCurrency === undefined || conversion === undefined)
    return null;
  if (rounding === undefined || confirmation === undefined) return null;
  return {
    id: statement.id,
    from: statement.from,
    until: statement.until,
    position: statement.position,
    attribution: { windowMs, pick, coupon: draft.settings.coupon ?? 'ignored' },
    geoMatch: draft.settings.geoMatch ?? { by: 'country' },
    accrualCurrency,
    conversion,
    rounding,
    caps: [...draft.caps.values()],
    confirmation,
    regimes: draft.regimes,
    rules: draft.rules,
    notes: [...draft.notes.values()],
    importLimits: [...draft.importLimits.values()],
  };
}
