import { formatDecimal } from '../../money/decimal.ts';
import type { Instant, Interval } from '../../time/instant.ts';
import { parseInstant } from '../../time/rfc3339.ts';
import { formatInstant } from '../../time/utc-format.ts';
import { formatWallTime } from '../../time/zone.ts';
import type {
  BodyStatement,
  Place,
  Removal,
  TermsDocument,
  TopStatement,
  VersionStatement,
  Written,
} from '../document.ts';
import type { ImportLimit, ListEntry, ProgramTerms, Rule, SiblingRates, TermsVersion } from '../model.ts';
import {
  printAmount,
  printCondition,
  printOutcome,
  printRegimeTest,
  printSellers,
  printText,
  printValue,
} from './print-rule.ts';
import { documentOf, versionStatementOf } from './to-document.ts';

/** Longer lines of a rule are broken before `when` and `then`. */
const LINE_WIDTH = 120;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Shorter windows are written in hours, as people speak of them: 72 hours, 30 days. */
const DAYS_FROM_MS = 7 * dayMs;

/** The canonical text of a program: every version in full, one statement after another. */
export function printTerms(terms: ProgramTerms): string {
  return printDocument(documentOf(terms));
}

/** One version in full, as it would stand in the file. */
export function printVersion(terms: ProgramTerms, version: TermsVersion): string {
  return `${new Printer(terms.timeZone).version(versionStatementOf(version))}\n`;
}

/** The canonical text of statements: reading it gives the same statements, and printing those the same text. */
export function printDocument(document: TermsDocument): string {
  const zone = document.statements.find((statement) => statement.kind === 'time zone')?.zone ?? 'UTC';
  const printer = new Printer(zone);
  const blocks = spaced(document.statements, (statement) => printer.top(statement));
  const comments = document.comments.length === 0 ? [] : ['', ...printComments(document.comments, '')];
  return `${[...blocks, ...comments].join('\n')}\n`;
}

/** A moment as the file writes it: a date, a date with time in the program's zone, or UTC where that would be ambiguous. */
export function printInstant(at: Instant, zone: string): string {
  const [day = '', time = ''] = formatWallTime(at, zone).split(' ');
  const text = time === '00:00' ? day : `${day}T${time}`;
  const read = parseInstant(text, { assumedZone: zone });
  return read.ok && read.value === at ? text : formatInstant(at);
}

/** An empty line between statements of different kinds, before commented ones and around those of several lines. */
function spaced<T extends Written & { readonly kind: string }>(
  statements: readonly T[],
  print: (statement: T) => string,
): string[] {
  const lines: string[] = [];
  let previous: { readonly group: string; readonly long: boolean } | null = null;
  for (const statement of statements) {
    const text = print(statement);
    const long = text.split('\n').length > statement.comments.length + 1;
    const group = groupOf(statement.kind);
    const apart = long || statement.comments.length > 0;
    if (previous !== null && (previous.group !== group || previous.long || apart)) lines.push('');
    lines.push(text);
    previous = { group, long };
  }
  return lines;
}

function groupOf(kind: string): string {
  if (kind === 'program' || kind === 'time zone' || kind === 'orders') return 'head';
  return ['regime', 'rule', 'note', 'import', 'notice', 'countries', 'list', 'sibling', 'version', 'remove'].includes(
    kind,
  )
    ? kind
    : 'setting';
}

function printComments(comments: readonly string[], indent: string): string[] {
  return comments.map((comment) => `${indent}#${comment === '' ? '' : ` ${comment}`}`);
}

class Printer {
  private readonly zone: string;

  constructor(zone: string) {
    this.zone = zone;
  }

  top(statement: TopStatement): string {
    if (statement.kind === 'version') return this.version(statement);
    return [...printComments(statement.comments, ''), this.topText(statement)].join('\n');
  }

  version(version: VersionStatement): string {
    const comments = printComments(version.comments, '');
    const base = version.base === null ? '' : ` as ${version.base}`;
    const head = `version ${version.id}${this.interval(version)}${base}`;
    if (version.base !== null && version.body.length === 0 && version.closing.length === 0)
      return [...comments, head].join('\n');
    const body = spaced(version.body, (part) => this.body(part));
    const opening = version.base === null ? `${head} {` : `${head} except {`;
    return [...comments, opening, ...body, ...printComments(version.closing, '  '), '}'].join('\n');
  }

  private topText(statement: Exclude<TopStatement, VersionStatement>): string {
    switch (statement.kind) {
      case 'program':
        return `program ${statement.code} ${printText(statement.name)}`;
      case 'time zone':
        return `time zone ${printValue(statement.zone)}`;
      case 'orders':
        return `orders in ${statement.currencies.join(', ')}`;
      case 'categories':
        return table(
          'categories',
          statement.names.map(([category, name]) => `${printValue(category)} ${printText(name)}`),
        );
      case 'countries':
        return `countries ${statement.name} { ${statement.countries.map((code) => `${code} `).join('')}}`;
      case 'list':
        return table(
          `${statement.of} ${statement.name}`,
          statement.entries.map((entry) => this.entry(entry)),
        );
      case 'internal rate': {
        const { rate } = statement;
        return `internal rate ${rate.base}/${rate.quote} ${formatDecimal(rate.rate)}${this.interval(rate)}`;
      }
      case 'sibling':
        return `sibling ${statement.sibling.program}: ${printSibling(statement.sibling)}`;
      case 'notice': {
        const { notice } = statement;
        const concerns = notice.concerns === null ? '' : ` for ${notice.concerns}`;
        return `notice ${notice.name}${this.interval(notice)} on ${notice.surfaces.join(', ')}${concerns}\n  ${printText(notice.text)}`;
      }
    }
  }

  private entry(entry: ListEntry): string {
    return `${printValue(entry.id, new Set(['from', 'until']))}${this.interval(entry)}`;
  }

  private interval({ from, until }: Interval): string {
    const start = from === null ? '' : ` from ${printInstant(from, this.zone)}`;
    return until === null ? start : `${start} until ${printInstant(until, this.zone)}`;
  }

  private body(part: BodyStatement): string {
    return [...printComments(part.comments, '  '), `  ${bodyText(part)}`].join('\n');
  }
}

function table(head: string, rows: readonly string[]): string {
  return rows.length === 0 ? `${head} { }` : `${head} {\n${rows.map((row) => `  ${row}\n`).join('')}}`;
}

function bodyText(part: BodyStatement): string {
  switch (part.kind) {
    case 'clicks':
      return `clicks ${part.pick} within ${printDuration(part.windowMs)}`;
    case 'coupons':
      return part.coupon === 'ignored' ? 'coupons ignored' : 'coupons before clicks';
    case 'geo':
      return `geo match by ${part.geoMatch.by === 'country' ? 'country' : `region ${part.geoMatch.countrySet}`}`;
    case 'reward':
      return `reward in ${part.currency}${part.conversion === 'internal-rate' ? ' at internal rate' : ''}`;
    case 'round':
      return `round ${part.rounding.replace('-', ' ')}`;
    case 'confirm': {
      const { event, withinDays } = part.confirmation;
      return `confirm on ${printText(event)}${withinDays === null ? '' : ` within ${withinDays} days`}`;
    }
    case 'cap':
      if (part.cap.per === 'budget') return `budget ${printAmount(part.cap.limit)}`;
      return `cap ${printAmount(part.cap.limit)} per ${part.cap.per}`;
    case 'regime':
      return `regime ${part.regime.name}${printPlace(part.place)} ${printRegimeTest(part.regime.countries)}`;
    case 'rule':
      return printRule(part.rule, part.place);
    case 'note':
      return `note ${part.note.note}${part.note.when.kind === 'always' ? '' : ` when ${printCondition(part.note.when)}`}`;
    case 'import':
      return printImport(part.limit);
    case 'remove':
      return `remove ${printRemoval(part.what)}`;
  }
}

/** A rule as the language writes it. */
export function printRule(rule: Rule, place: Place = null): string {
  const head = `rule ${rule.name}${rule.regimes === null ? '' : ` in ${rule.regimes.join(', ')}`}${printPlace(place)}:`;
  if (rule.when.kind === 'always') return `${head} ${printOutcome(rule.then, '  ')}`;
  const when = `when ${printCondition(rule.when)}`;
  const line = `${head} ${when} then ${printOutcome(rule.then, '  ')}`;
  if ((line.split('\n', 1)[0] ?? '').length + 2 <= LINE_WIDTH) return line;
  return `${head}\n    ${when}\n    then ${printOutcome(rule.then, '    ')}`;
}

function printPlace(place: Place): string {
  return place === null ? '' : ` ${place.where} ${place.name}`;
}

/** What an import limit is about, without its range. */
export function printImportHead({ rate, regimes, seller }: Pick<ImportLimit, 'rate' | 'regimes' | 'seller'>): string {
  const where = regimes === null ? '' : ` in ${regimes.join(', ')}`;
  return `import ${rate === 'seller-rate' ? 'seller rate' : 'hot rate'}${where}${printSellers(seller)}`;
}

function printImport(limit: ImportLimit): string {
  return `${printImportHead(limit)}: ${printImportRange(limit)}`;
}

/** How the rates follow from a sibling's, without the sibling's name. */
export function printSibling({ regime, percent, otherRegime, tolerance }: SiblingRates): string {
  const part = `${formatDecimal(percent)}% of those in ${otherRegime}`;
  return `rates in ${regime} are ${part} within ${formatDecimal(tolerance)} points`;
}

/** The range of an import limit, without what it is about. */
export function printImportRange(limit: ImportLimit): string {
  const zero = limit.orZero ? ' or zero' : '';
  const uplift = limit.upliftMax === null ? '' : ` at most ${formatDecimal(limit.upliftMax)} times the old rate`;
  return `${formatDecimal(limit.min)}% to ${formatDecimal(limit.max)}%${zero}${uplift}`;
}

function printRemoval(what: Removal): string {
  if (what.kind === 'import') return printImportHead(what);
  if (what.kind === 'cap') return what.per === 'budget' ? 'budget' : `cap per ${what.per}`;
  return `${what.kind} ${what.name}`;
}

/** In the greatest unit that divides it: `72 hours`, `30 days`, `90 minutes`. */
export function printDuration(ms: number): string {
  if (ms >= DAYS_FROM_MS && ms % dayMs === 0) return `${ms / dayMs} days`;
  return ms % hourMs === 0 ? `${ms / hourMs} hours` : `${ms / minuteMs} minutes`;
}
