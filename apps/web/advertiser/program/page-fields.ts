import type { SectionKind } from '../../../../contract/wire/program-page.ts';
import type { words } from '../../../../contract/words/en/advertiser.ts';

export type FieldName = keyof (typeof words)['page']['fields'];
export type Content = Readonly<Record<string, unknown>>;

/** How a part of a section's content is written; the forms follow contract/wire/program-page.ts. */
export type Field =
  | { readonly name: FieldName; readonly as: 'text' | 'line' | 'day'; readonly optional?: boolean }
  | { readonly name: FieldName; readonly as: 'choice'; readonly options: readonly string[] }
  | { readonly name: FieldName; readonly as: 'choices'; readonly options: readonly string[] }
  | { readonly name: FieldName; readonly as: 'lines' }
  | { readonly name: FieldName; readonly as: 'items'; readonly fields: readonly Field[] };

const METRICS = ['epc', 'cr', 'cr48', 'confirmation', 'cookie', 'processing', 'payment'];
const SURFACES = ['page', 'feed', 'hot', 'calculator', 'news'];
const SLOTS = [
  'geo-scheme',
  'special-stores-list',
  'excluded-stores-list',
  'plugin-icon-photo',
  'banned-keywords',
  'telegram-bot',
  'extension',
  'help-dynamic-ads',
  'sibling-rules',
];

const text = { name: 'text', as: 'text' } as const;
const title = { name: 'title', as: 'line' } as const;

export const sectionFields: Readonly<Record<Exclude<SectionKind, 'promises' | 'rules'>, readonly Field[]>> = {
  description: [text],
  news: [
    {
      name: 'items',
      as: 'items',
      fields: [{ name: 'name', as: 'line', optional: true }, { name: 'effective', as: 'day', optional: true }, text],
    },
  ],
  advantages: [
    {
      name: 'publishers',
      as: 'items',
      fields: [
        { name: 'text', as: 'line' },
        { name: 'metric', as: 'choice', options: METRICS },
        { name: 'note', as: 'text', optional: true },
      ],
    },
    { name: 'users', as: 'lines' },
  ],
  rates: [
    { name: 'intro', as: 'text' },
    {
      name: 'labels',
      as: 'items',
      fields: [
        { name: 'key', as: 'line' },
        { name: 'label', as: 'line' },
        { name: 'note', as: 'text', optional: true },
      ],
    },
    { name: 'regimes', as: 'items', fields: [{ name: 'name', as: 'line' }, title, text] },
  ],
  hot_products: [text],
  recommendations: [text],
  tools: [
    {
      name: 'items',
      as: 'items',
      fields: [{ name: 'name', as: 'line' }, text, { name: 'slot', as: 'choice', options: SLOTS }],
    },
  ],
  attachments: [
    {
      name: 'items',
      as: 'items',
      fields: [
        { name: 'slot', as: 'choice', options: SLOTS },
        title,
        { name: 'url', as: 'line' },
        { name: 'version', as: 'line' },
        { name: 'date', as: 'day' },
      ],
    },
  ],
  banned_keywords: [{ name: 'keywords', as: 'lines' }],
  notices: [
    {
      name: 'items',
      as: 'items',
      fields: [
        { name: 'name', as: 'line' },
        { name: 'surfaces', as: 'choices', options: SURFACES },
        { name: 'concerns', as: 'line', optional: true },
        { name: 'from', as: 'day' },
        { name: 'until', as: 'day', optional: true },
        text,
      ],
    },
  ],
};

export type EditedKind = keyof typeof sectionFields;
export const editedKinds = Object.keys(sectionFields).filter((kind): kind is EditedKind => kind in sectionFields);

/** A content of this form with nothing in it. */
export function emptyContent(fields: readonly Field[]): Content {
  return Object.fromEntries(fields.map((field) => [field.name, emptyValue(field)]));
}

function emptyValue(field: Field): unknown {
  if (field.as === 'items' || field.as === 'lines' || field.as === 'choices') return [];
  if (field.as === 'choice') return null;
  return field.optional === true || field.as === 'day' ? null : '';
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const linesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
export const itemsOf = (value: unknown): readonly Content[] =>
  Array.isArray(value) ? value.filter((each): each is Content => typeof each === 'object' && each !== null) : [];
