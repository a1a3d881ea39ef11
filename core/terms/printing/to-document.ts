import type { BodyStatement, ListKind, TermsDocument, TopStatement, VersionStatement } from '../document.ts';
import type { ListEntry, Position, ProgramTerms, TermsVersion } from '../model.ts';

const nowhere: Position = { line: 1, column: 1 };
const written = { position: nowhere, comments: [] };

/** The statements that say what the terms say: every version in full, without comments. */
export function documentOf(terms: ProgramTerms): TermsDocument {
  const names = Object.entries(terms.categoryNames);
  const statements: TopStatement[] = [
    { ...written, kind: 'program', code: terms.code, name: terms.name },
    { ...written, kind: 'time zone', zone: terms.timeZone },
    { ...written, kind: 'orders', currencies: terms.orderCurrencies },
    ...(names.length === 0 ? [] : [{ ...written, kind: 'categories', names } as const]),
    ...Object.entries(terms.countrySets).map(
      ([name, countries]) => ({ ...written, kind: 'countries', name, countries }) as const,
    ),
    ...listsOf('stores', terms.storeLists),
    ...listsOf('products', terms.productLists),
    ...listsOf('ad spaces', terms.adSpaceGroups),
    ...terms.internalRates.map((rate) => ({ ...written, kind: 'internal rate', rate }) as const),
    ...terms.notices.map((notice) => ({ ...written, kind: 'notice', notice }) as const),
    ...terms.siblings.map((sibling) => ({ ...written, kind: 'sibling', sibling }) as const),
    ...terms.versions.map(versionStatementOf),
  ];
  return { statements, comments: [] };
}

function listsOf(of: ListKind, lists: Readonly<Record<string, readonly ListEntry[]>>): TopStatement[] {
  return Object.entries(lists).map(([name, entries]) => ({ ...written, kind: 'list', of, name, entries }));
}

/** One version in full. */
export function versionStatementOf(version: TermsVersion): VersionStatement {
  const { id, from, until, attribution, confirmation, geoMatch, rounding } = version;
  const body: BodyStatement[] = [
    { ...written, kind: 'clicks', pick: attribution.pick, windowMs: attribution.windowMs },
    { ...written, kind: 'coupons', coupon: attribution.coupon },
    { ...written, kind: 'geo', geoMatch },
    { ...written, kind: 'reward', currency: version.accrualCurrency, conversion: version.conversion },
    { ...written, kind: 'round', rounding },
    ...version.caps.map((cap) => ({ ...written, kind: 'cap', cap }) as const),
    { ...written, kind: 'confirm', confirmation },
    ...version.regimes.map((regime) => ({ ...written, kind: 'regime', regime, place: null }) as const),
    ...version.rules.map((rule) => ({ ...written, kind: 'rule', rule, place: null }) as const),
    ...version.notes.map((note) => ({ ...written, kind: 'note', note }) as const),
    ...version.importLimits.map((limit) => ({ ...written, kind: 'import', limit }) as const),
  ];
  return { ...written, kind: 'version', id, from, until, base: null, body, closing: [] };
}
