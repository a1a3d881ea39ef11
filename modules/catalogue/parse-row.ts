import { type Expectation, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { isCountry } from '../../core/countries/index.ts';
import { type Decimal, isCurrency, parseDecimal } from '../../core/money/index.ts';
import { type Instant, parseInstant } from '../../core/time/index.ts';
import { hostAllowed } from '../programs/index.ts';
import type { ImportProgram, ProductAttributes, RateKind } from './model.ts';
import type { Cell, Columns } from './read-rows.ts';

export const productColumns: Columns = {
  required: ['product_id'],
  optional: [
    'store_id',
    'category',
    'seller_country',
    'affiliate',
    'hot',
    'virtual',
    'hidden',
    'url',
    'title',
    'price',
    'currency',
    'valid_from',
  ],
  ids: ['product_id', 'store_id'],
  times: ['valid_from'],
};

export const rateColumns: Columns = {
  required: ['product_id'],
  optional: ['seller_rate', 'hot_rate', 'valid_from', 'valid_until'],
  ids: ['product_id'],
  times: ['valid_from', 'valid_until'],
};

export interface ProductRow {
  readonly productId: string;
  /** `null` where the row leaves it to the import. */
  readonly validFrom: Instant | null;
  /** Only what the row states: a column that is absent leaves its fact as it is, an empty cell says "not known". */
  readonly stated: Partial<ProductAttributes>;
  /** An address that is not the shop's: the product is taken without it (BAD-92). */
  readonly warning: Refusal | null;
}

export interface RateRow {
  readonly productId: string;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  /** One entry a stated rate; `percent` `null` withdraws it. */
  readonly rates: readonly { readonly kind: RateKind; readonly percent: Decimal | null }[];
}

type Cells = ReadonlyMap<string, Cell>;

const PRODUCT_ID_CHARACTERS_MAX = 128;
const WORD_CHARACTERS_MAX = 200;
const TITLE_CHARACTERS_MAX = 500;
const URL_CHARACTERS_MAX = 2048;
/** Prices have at most so many digits before the point: no product costs more (BAD-91). */
const PRICE_DIGITS_MAX = 12;
/** Written in place of a rate that no longer holds. */
const RATE_WITHDRAWN = 'none';

/** A row of the products file, or what is wrong with it. */
export function parseProductRow(cells: Cells, program: ImportProgram): Result<ProductRow> {
  const reader = new CellReader(cells, program);
  const productId = reader.productId();
  const stated: { -readonly [Key in keyof ProductAttributes]?: ProductAttributes[Key] } = {};
  if (cells.has('store_id')) stated.storeId = reader.word('store_id', WORD_CHARACTERS_MAX);
  if (cells.has('category')) stated.category = reader.word('category', WORD_CHARACTERS_MAX);
  if (cells.has('seller_country')) stated.sellerCountry = reader.country('seller_country');
  for (const name of ['affiliate', 'hot', 'virtual', 'hidden'] as const) {
    if (cells.has(name)) stated[name] = reader.flag(name);
  }
  if (cells.has('title')) stated.title = reader.word('title', TITLE_CHARACTERS_MAX);
  if (cells.has('price') || cells.has('currency')) stated.price = reader.price();
  const url = cells.has('url') ? reader.url() : null;
  if (url !== null) stated.url = url.value;
  const validFrom = reader.instant('valid_from');
  if (reader.refusal !== null) return refused(reader.refusal);
  return { ok: true, value: { productId, validFrom, stated, warning: url?.warning ?? null } };
}

/** A row of the rates file, or what is wrong with it. */
export function parseRateRow(cells: Cells, program: ImportProgram): Result<RateRow> {
  const reader = new CellReader(cells, program);
  const productId = reader.productId();
  const rates: { kind: RateKind; percent: Decimal | null }[] = [];
  for (const kind of ['seller', 'hot'] as const) {
    const stated = reader.rate(`${kind}_rate`);
    if (stated !== undefined) rates.push({ kind, percent: stated });
  }
  const validFrom = reader.instant('valid_from');
  const validUntil = reader.instant('valid_until');
  if (reader.refusal === null && rates.length === 0) {
    const detail = `The row states no rate: seller_rate and hot_rate are empty; write a percentage, or "${RATE_WITHDRAWN}".`;
    return refused({ code: 'field_required', field: 'seller_rate', detail });
  }
  if (reader.refusal !== null) return refused(reader.refusal);
  return { ok: true, value: { productId, validFrom, validUntil, rates } };
}

/**
 * A percentage as people write it: point or comma before the decimals, `%` behind it or not; "1,15%" is 1.15 (S-061). `null` for
 * anything else, "1,150.5" with its two separators too.
 */
export function parseRate(text: string): Decimal | null {
  const trimmed = text.trim();
  const bare = trimmed.endsWith('%') ? trimmed.slice(0, -1).trimEnd() : trimmed;
  return /^\d{1,6}([.,]\d{1,10})?$/.test(bare) ? parseDecimal(bare.replace(',', '.')) : null;
}

/** Reads cells one by one; keeps the first refusal, after which values mean nothing. */
class CellReader {
  refusal: Refusal | null = null;
  readonly #cells: Cells;
  readonly #program: ImportProgram;

  constructor(cells: Cells, program: ImportProgram) {
    this.#cells = cells;
    this.#program = program;
  }

  productId(): string {
    const text = this.#text('product_id') ?? '';
    if (/^\d[.,]\d+e\+?\d+$/i.test(text)) {
      const detail = 'A spreadsheet has turned the id into a number and lost its digits.';
      return this.#refuse('id_damaged_by_spreadsheet', 'product_id', text, detail) ?? '';
    }
    if (text.length === 0 || text.length > PRODUCT_ID_CHARACTERS_MAX || /[\s\p{Cc}]/u.test(text)) {
      const detail = `Expected 1 to ${PRODUCT_ID_CHARACTERS_MAX} visible characters without blanks.`;
      this.#refuse('product_id_invalid', 'product_id', text, detail);
    }
    return text;
  }

  word(name: string, charactersMax: number): string | null {
    const text = this.#text(name);
    if (text === null) return null;
    if (text.length > charactersMax || /\p{Cc}/u.test(text)) {
      const detail = `Expected at most ${charactersMax} characters without control characters.`;
      return this.#refuse('field_invalid', name, text, detail, { kind: 'characters_max', count: charactersMax });
    }
    return text;
  }

  country(name: string): string | null {
    const text = this.#text(name)?.toUpperCase() ?? null;
    if (text === null || isCountry(text)) return text;
    return this.#refuse('seller_country_invalid', name, text, 'Expected a code such as CN or RU.');
  }

  flag(name: string): boolean | null {
    const cell = this.#cells.get(name);
    if (typeof cell === 'boolean') return cell;
    const text = this.#text(name)?.toLowerCase() ?? null;
    if (text === null) return null;
    if (['true', 'yes', '1'].includes(text)) return true;
    if (['false', 'no', '0'].includes(text)) return false;
    return this.#refuse('product_flag_invalid', name, text, 'Expected true or false.');
  }

  price(): ProductAttributes['price'] {
    const currency = this.#text('currency');
    const text = this.#text('price');
    if (text === null) return null;
    const bare = text.replace(',', '.');
    const amount = bare.indexOf('.') === bare.lastIndexOf('.') ? parseDecimal(bare) : null;
    if (amount === null || digitsBefore(amount) > PRICE_DIGITS_MAX) {
      const detail = `Expected a decimal number from 0 with at most ${PRICE_DIGITS_MAX} digits before the point.`;
      return this.#refuse('price_invalid', 'price', text, detail);
    }
    if (currency === null || !isCurrency(currency)) {
      return this.#refuse(
        'price_invalid',
        'currency',
        currency ?? '',
        'Expected the ISO 4217 code of the price, such as USD.',
      );
    }
    return { amount, currency };
  }

  /** The address, and a warning instead of it where it does not lead to the shop. */
  url(): { readonly value: string | null; readonly warning: Refusal | null } {
    const text = this.#text('url');
    if (text === null) return { value: null, warning: null };
    const url = text.length > URL_CHARACTERS_MAX ? null : webAddress(text);
    if (url === null) {
      const detail = `Expected https:// and at most ${URL_CHARACTERS_MAX} characters.`;
      return { value: this.#refuse('product_url_invalid', 'url', text, detail), warning: null };
    }
    if (hostAllowed(this.#program.allowedHosts, url.hostname)) return { value: url.href, warning: null };
    const detail = `${url.hostname} is none of ${this.#program.allowedHosts.join(', ')}; the product was taken without its address.`;
    return {
      value: null,
      warning: { code: 'product_url_not_allowed', field: 'url', value: shownValue(text), detail },
    };
  }

  /** `undefined` where the row states nothing. */
  rate(name: string): Decimal | null | undefined {
    if (typeof this.#cells.get(name) === 'number') {
      this.#refuse('rate_must_be_string', name, String(this.#cells.get(name)), 'Expected the rate in quotes.');
      return undefined;
    }
    const text = this.#text(name);
    if (text === null) return undefined;
    if (text.toLowerCase() === RATE_WITHDRAWN) return null;
    const rate = parseRate(text);
    if (rate === null) {
      const detail = `Expected a percentage with one separator at most, such as 1.15 or 1,15%, or "${RATE_WITHDRAWN}".`;
      this.#refuse('rate_invalid', name, text, detail);
    }
    return rate;
  }

  instant(name: string): Instant | null {
    const text = this.#text(name);
    if (text === null) return null;
    const parsed = parseInstant(text, { assumedZone: this.#program.timeZone });
    if (parsed.ok) return parsed.value;
    return this.#refuse('field_invalid', name, text, `Expected ${parsed.error.expected}.`, { kind: 'instant' });
  }

  /** Trimmed; `null` for an absent or empty cell. */
  #text(name: string): string | null {
    const cell = this.#cells.get(name);
    if (cell === undefined || cell === null) return null;
    if (typeof cell !== 'string') {
      return this.#refuse('field_invalid', name, String(cell), 'Expected text in quotes.', { kind: 'text' });
    }
    const text = cell.trim();
    return text === '' ? null : text;
  }

  #refuse(code: Refusal['code'], field: string, value: string, detail: string, expected?: Expectation): null {
    const told = expected === undefined ? {} : { expected };
    this.refusal ??= { code, field, value: shownValue(value), detail, ...told };
    return null;
  }
}

function digitsBefore(amount: Decimal): number {
  return Math.max(0, amount.digits.toString().length - amount.scale);
}

function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  return isWeb && url.username === '' && url.password === '' ? url : null;
}
