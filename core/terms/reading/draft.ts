import type { BodyStatement, Place, Removal } from '../document.ts';
import type { Cap, ImportLimit, NoteRule, Position, Regime, Rule, TermsVersion } from '../model.ts';
import { type Problems, quote, suggest } from '../problem.ts';

type Settings = Pick<TermsVersion, 'geoMatch' | 'accrualCurrency' | 'conversion' | 'rounding' | 'confirmation'> &
  TermsVersion['attribution'];

/** A version in the making: what was said so far, base included. Maps keep their order when an element is replaced. */
export interface Draft {
  settings: Partial<Settings>;
  readonly regimes: Regime[];
  readonly rules: Rule[];
  readonly caps: Map<string, Cap>;
  readonly notes: Map<string, NoteRule>;
  readonly importLimits: Map<string, ImportLimit>;
}

/** What a statement is about: two about the same in one version contradict or repeat each other. */
export function keyOf(part: BodyStatement): string {
  switch (part.kind) {
    case 'cap':
      return `cap per ${part.cap.per}`;
    case 'regime':
      return `regime ${part.regime.name}`;
    case 'rule':
      return `rule ${part.rule.name}`;
    case 'note':
      return `note ${part.note.note}`;
    case 'import':
      return importKey(part.limit);
    case 'remove':
      return removalKey(part.what);
    default:
      return part.kind;
  }
}

function removalKey(what: Removal): string {
  switch (what.kind) {
    case 'import':
      return importKey(what);
    case 'cap':
      return `cap per ${what.per}`;
    default:
      return `${what.kind} ${what.name}`;
  }
}

function importKey({ rate, regimes, seller }: Pick<ImportLimit, 'rate' | 'regimes' | 'seller'>): string {
  const where = seller.kind === 'any' ? '' : seller.kind === 'listed' ? seller.countries.join(' ') : seller.set;
  return `import ${rate} in ${regimes?.join(', ') ?? 'all'} from ${seller.kind} ${where}`;
}

/** Lets one statement take effect on what was said before it. */
export function apply(draft: Draft, part: BodyStatement, problems: Problems): void {
  switch (part.kind) {
    case 'cap':
      draft.caps.set(keyOf(part), part.cap);
      break;
    case 'note':
      draft.notes.set(keyOf(part), part.note);
      break;
    case 'import':
      draft.importLimits.set(keyOf(part), part.limit);
      break;
    case 'regime':
      insert(draft.regimes, part.regime, part, problems);
      break;
    case 'rule':
      insert(draft.rules, part.rule, part, problems);
      break;
    case 'remove':
      remove(draft, part.what, part.position, problems);
      break;
    default:
      draft.settings = { ...draft.settings, ...settingsOf(part) };
  }
}

type SettingStatement = Extract<BodyStatement, { kind: 'clicks' | 'coupons' | 'geo' | 'reward' | 'round' | 'confirm' }>;

function settingsOf(part: SettingStatement): Partial<Settings> {
  switch (part.kind) {
    case 'clicks':
      return { pick: part.pick, windowMs: part.windowMs };
    case 'coupons':
      return { coupon: part.coupon };
    case 'geo':
      return { geoMatch: part.geoMatch };
    case 'reward':
      return { accrualCurrency: part.currency, conversion: part.conversion };
    case 'round':
      return { rounding: part.rounding };
    case 'confirm':
      return { confirmation: part.confirmation };
  }
}

/** Replaces the element of the same name where it stands, or puts it where `before` or `after` says. */
function insert<T extends { readonly name: string }>(
  list: T[],
  element: T,
  part: { readonly kind: string; readonly place: Place; readonly position: Position },
  problems: Problems,
): void {
  const { place } = part;
  const old = list.findIndex((one) => one.name === element.name);
  if (place === null || place.name === element.name) {
    list.splice(old < 0 ? list.length : old, old < 0 ? 0 : 1, element);
    return;
  }
  if (old >= 0) list.splice(old, 1);
  const neighbour = list.findIndex((one) => one.name === place.name);
  if (neighbour >= 0) {
    list.splice(place.where === 'after' ? neighbour + 1 : neighbour, 0, element);
    return;
  }
  list.push(element);
  const message = `There is no ${part.kind} ${quote(place.name)} for ${quote(element.name)} to go ${place.where}.`;
  problems.error('unknown_name', part.position, message, () =>
    suggest(
      place.name,
      list.map((one) => one.name),
    ),
  );
}

function remove(draft: Draft, what: Removal, position: Position, problems: Problems): void {
  const key = removalKey(what);
  const [removed, names] = cut(draft, what, key);
  if (removed) return;
  const name = 'name' in what ? what.name : key;
  problems.error('unknown_name', position, `There is no ${key} to remove.`, () => suggest(name, names));
}

/** Whether the element was there, and the names of all of its kind. */
function cut(draft: Draft, what: Removal, key: string): readonly [removed: boolean, names: Iterable<string>] {
  switch (what.kind) {
    case 'rule':
    case 'regime': {
      const list = what.kind === 'rule' ? draft.rules : draft.regimes;
      const index = list.findIndex((one) => one.name === what.name);
      if (index >= 0) list.splice(index, 1);
      return [index >= 0, list.map((one) => one.name)];
    }
    case 'note':
      return [draft.notes.delete(key), [...draft.notes.values()].map((note) => note.note)];
    case 'cap':
      return [draft.caps.delete(key), draft.caps.keys()];
    case 'import':
      return [draft.importLimits.delete(key), draft.importLimits.keys()];
  }
}
