import { useTranslation } from 'react-i18next';
import type { AuditPage } from '../../../../contract/wire/members.ts';
import { useFormats } from '../../kit/values/format.ts';
import { useRuleName } from '../conduct/rule-name.ts';

type Path = readonly string[];

/** Fields whose values are of closed lists; what stands in others was written by people or is a code. */
const CLOSED: ReadonlySet<string> = new Set([
  'again',
  'approval',
  'by',
  'first',
  'from',
  'kind',
  'level',
  'method',
  'mode',
  'origin',
  'paid',
  'role',
  'section',
  'state',
  'status',
  'to',
  'verdict',
]);
const MOMENTS: ReadonlySet<string> = new Set(['since', 'status_since']);
const LANGUAGES: ReadonlySet<string> = new Set(['language', 'locale']);
const TRAFFIC: ReadonlySet<string> = new Set(['kind', 'traffic_type']);
const DAY_MS = 86_400_000;

export interface RecordedValue {
  nameOf(name: string): string;
  said(path: Path, value: unknown): string;
}

/** How fields and values of records are said. `names`: what the ids and codes of a record are called. */
export function useRecordedValue(names: AuditPage['records'][number]['detail_names']): RecordedValue {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  const ruleName = useRuleName();
  const known = (list: string, code: string): string | null =>
    t(`${list}.${code}` as 'audit.values.yes', { defaultValue: '' }) || null;
  const fieldWord = (name: string): string | null => known('audit.fields', name.replaceAll('_', '-'));
  const languageName = (code: string) => new Intl.DisplayNames(i18n.language, { type: 'language' }).of(code) ?? code;

  const numberOf = (field: string, value: number): string => {
    if (MOMENTS.has(field)) return `${formats.instant(new Date(value).toISOString())} UTC`;
    if (field === 'cookie_ms') return formats.unit(value / DAY_MS, 'day');
    return field === 'share' ? formats.percent(value, 0) : formats.number(value);
  };
  const textOf = (path: Path, field: string, text: string): string => {
    if (names[text] !== undefined) return names[text];
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return formats.day(text);
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return `${formats.instant(text)} UTC`;
    if (field === 'countries') return formats.country(text);
    if (LANGUAGES.has(field)) return languageName(text);
    if (field === 'rule') return ruleName({ rule: text, rule_number: null });
    if (field === 'violation' || field === 'code') return known('ledger.reasons', text) ?? text;
    if (field === 'categories') return known('programCategories', text) ?? text;
    const kind = TRAFFIC.has(field) ? (known('kinds', text) ?? known('mails.kinds', text)) : null;
    if (kind !== null) return kind;
    // A row of a table is named by what the table is about.
    const isRow = path.length > 0 && fieldWord(field) === null;
    return (CLOSED.has(field) || isRow ? known('audit.values', text) : null) ?? text;
  };
  const said = (path: Path, value: unknown): string => {
    const field = path.at(-1) ?? '';
    if (value === null || value === undefined) return t('audit.values.none');
    if (Array.isArray(value)) return formats.list(value.map((each) => said(path, each)));
    if (typeof value === 'object')
      return formats.list(Object.entries(value).map(([name, each]) => said([...path, name], each)));
    if (typeof value === 'boolean') return t(value ? 'audit.values.yes' : 'audit.values.no');
    return typeof value === 'number' ? numberOf(field, value) : textOf(path, field, String(value));
  };
  const nameOf = (name: string): string => (/^(en|ru|es)$/.test(name) ? languageName(name) : fieldName(name));
  const fieldName = (name: string): string =>
    fieldWord(name) ?? known('traffic.kinds', name) ?? names[name] ?? known('audit.values', name) ?? name;
  return { nameOf, said };
}
