import type { BodyStatement, Place, Removal } from './document.ts';
import type { ImportLimit, Position, TermsVersion } from './model.ts';
import { type Problems, quote, suggest } from './problem.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
type Settings = Pick<TermsVersion, 'geoMatch' | 'accrualCurrency' | 'conversion' | 'rounding' | 'confirmation'> &
  TermsVersion['attribution'];

/** A version in the making: what was said so far, base included. */
export interface Draft extends Mutable<Pick<TermsVersion, 'caps' | 'regimes' | 'rules' | 'notes' | 'importLimits'>> {
  settings: { -readonly [K in keyof Settings]?: Settings[K] };
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

export function importKey({ rate, regimes, seller }: Pick<ImportLimit, 'rate' | 'regimes' | 'seller'>): string {
  const where = seller.kind === 'any' ? '' : seller.kind === 'listed' ? seller.countries.join(' ') : seller.set;
  return `import ${rate} in ${regimes?.join(', ') ?? 'all'} from ${seller.kind} ${where}`;
}

/** Lets one statement take effect on what was said before it. */
export function apply(draft: Draft, part: BodyStatement, problems: Problems): void {
  switch (part.kind) {
    case 'cap':
      replaceOrAdd(draft.caps, part.cap, (cap) => cap.per);
      break;
    case 'note':
      replaceOrAdd(draft.notes, part.note, (note) => note.note);
      break;
    case 'import':
      replaceOrAdd(draft.importLimits, part.limit, importKey);
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

function replaceOrAdd<T>(list: T[], element: T, nameOf: (one: T) => string): void {
  const old = list.findIndex((one) => nameOf(one) === nameOf(element));
  if (old >= 0) list[old] = element;
  else list.push(element);
}

/** Replaces the element of the same name where it stands, or puts it where `before` or `after` says. */
function insert<T extends { readonly name: string }>(
  list: T[],
  element: T,
  part: { readonly kind: string; readonly place: Place; readonly position: Position },
  problems: Problems,
): void {
  const { place } = part;
  if (place === null || place.name === element.name) {
    replaceOrAdd(list, element, (one) => one.name);
    return;
  }
  const old = list.findIndex((one) => one.name === element.name);
  if (old >= 0) list.splice(old, 1);
  const neighbour = list.findIndex((one) => one.name === place.name);
  if (neighbour >= 0) list.splice(place.where === 'after' ? neighbour + 1 : neighbour, 0, element);
  else {
    list.push(element);
    const message = `There is no ${part.kind} ${quote(place.name)} for ${quote(element.name)} to go ${place.where}.`;
    const names = list.map((one) => one.name);
    problems.error('unknown_name', part.position, message, () => suggest(place.name, names));
  }
}

function remove(draft: Draft, what: Removal, position: Position, problems: Problems): void {
  const cut = <T>(list: T[], nameOf: (one: T) => string, name: string) => {
    const index = list.findIndex((one) => nameOf(one) === name);
    if (index >= 0) list.splice(index, 1);
    else {
      const message = `There is no ${removalKey(what)} to remove.`;
      problems.error('unknown_name', position, message, () => suggest(name, list.map(nameOf)));
    }
  };
  switch (what.kind) {
    case 'rule':
      cut(draft.rules, (rule) => rule.name, what.name);
      break;
    case 'regime':
      cut(draft.regimes, (regime) => regime.name, what.name);
      break;
    case 'note':
      cut(draft.notes, (note) => note.note, what.name);
      break;
    case 'cap':
      cut(draft.caps, (cap) => cap.per, what.per);
      break;
    case 'import':
      cut(draft.importLimits, importKey, importKey(what));
      break;
  }
}
