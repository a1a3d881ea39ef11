import type { Instant } from '../../time/instant.ts';
import type { VersionChange } from './compare.ts';

/** `name` is what is told apart, `before` and `after` its text; `null` where it is not there. */
export type AboutText = (name: string, before: string | null, after: string | null) => string;

/** Everything that is language in a comparison of terms. */
export interface Phrases {
  since(from: Instant | null, zone: string, version: string): string;
  sentence(since: string, change: string): string;
  change(change: VersionChange): string;
  interval(from: Instant | null, until: Instant | null, zone: string): string;
  versionAdded(id: string, interval: string): string;
  versionRemoved(id: string): string;
  versionMoved(id: string, before: string, after: string): string;
  versionSays(id: string, change: string): string;
  readonly about: Readonly<
    Record<'name' | 'timeZone' | 'orders' | 'category' | 'countries' | 'internalRate' | 'notice', AboutText>
  > & { entry(list: string, id: string, before: string | null, after: string | null): string };
}

export type ChangeOf<K extends VersionChange['kind']> = Extract<VersionChange, { kind: K }>;
/** Changes of what has a name and one text. */
export type StatementChange = ChangeOf<'regime' | 'note' | 'import'>;
export type RuleChange = Extract<VersionChange, { kind: 'fixed' | `rule-${string}` }>;
export type SettingChange = Exclude<VersionChange, RuleChange | StatementChange | ChangeOf<'rate' | 'cap'>>;

/** How one language tells each family of changes, as a clause without its time and without the final stop. */
export interface ChangeClauses {
  rate(change: ChangeOf<'rate'>): string;
  cap(change: ChangeOf<'cap'>): string;
  statement(change: StatementChange): string;
  rule(change: RuleChange): string;
  setting(change: SettingChange): string;
}

export function changeTeller(clauses: ChangeClauses): (change: VersionChange) => string {
  return (change) => {
    switch (change.kind) {
      case 'rate':
        return clauses.rate(change);
      case 'cap':
        return clauses.cap(change);
      case 'regime':
      case 'note':
      case 'import':
        return clauses.statement(change);
      case 'fixed':
      case 'rule-added':
      case 'rule-removed':
      case 'rule-where':
      case 'rule-when':
      case 'rule-then':
      case 'rule-moved':
        return clauses.rule(change);
      default:
        return clauses.setting(change);
    }
  };
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Up to here a window is told in hours, as people do; longer ones of whole days in days. */
const HOURS_TOLD_MAX = 72;

/** `72 часа`, `30 días`: a length of time with the noun that the language wants after that number, as it stands alone. */
export function toldDuration(ms: number, locale: 'ru' | 'es'): string {
  const told = (unit: 'day' | 'hour' | 'minute', unitMs: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(ms / unitMs));
  if (ms % HOUR_MS !== 0) return told('minute', MINUTE_MS);
  return ms % DAY_MS === 0 && ms > HOURS_TOLD_MAX * HOUR_MS ? told('day', DAY_MS) : told('hour', HOUR_MS);
}

/** An exact number with the comma that the language writes for its point; no digit changes. */
export function withComma(number: string): string {
  return number.replace('.', ',');
}
