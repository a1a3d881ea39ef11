/** One picture of docs/pictures. */
export interface Picture {
  readonly file: string;
  readonly path: string;
  readonly as: 'publisher' | 'advertiser' | 'operator' | null;
  readonly language: 'en' | 'ru' | 'es';
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** A selector: its first element is clicked when the page has opened. */
  readonly follow?: string;
}

const wide = { width: 1280, height: 860, language: 'en', theme: 'light' } as const;

export const pictures: readonly Picture[] = [
  { ...wide, file: 'home', path: '/', as: null },
  { ...wide, file: 'program', path: '/programs/aliexpress-ru-cis-new', as: null, language: 'es' },
  {
    ...wide,
    file: 'program-phone',
    path: '/programs/aliexpress-ru-cis-new',
    as: null,
    width: 360,
    height: 780,
    theme: 'dark',
  },
  { ...wide, file: 'statistics', path: '/app/publisher/statistics', as: 'publisher' },
  { ...wide, file: 'actions', path: '/app/publisher/actions', as: 'publisher', language: 'ru' },
  { ...wide, file: 'balance', path: '/app/publisher/balance', as: 'publisher', theme: 'dark' },
  { ...wide, file: 'links', path: '/app/publisher/links', as: 'publisher' },
  { ...wide, file: 'orders', path: '/app/advertiser/orders', as: 'advertiser' },
  { ...wide, file: 'moderation', path: '/app/operator/moderation', as: 'operator' },
  { ...wide, file: 'ledger', path: '/app/operator/ledger', as: 'operator' },
  { ...wide, file: 'health', path: '/app/operator/health', as: 'operator', theme: 'dark' },
];
