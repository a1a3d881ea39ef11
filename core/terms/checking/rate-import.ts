import {
  compareDecimals,
  type Decimal,
  formatCanonical,
  formatDecimal,
  isZero,
  multiplyDecimals,
} from '../../money/decimal.ts';
import type { CountryTest, ImportLimit, Position, ProgramTerms, TermsVersion } from '../model.ts';

/** A rate that a seller set for a product, on its way into the catalogue. Percentages. */
export interface ImportedRate {
  readonly rate: 'seller-rate' | 'hot-rate';
  /** Regime for which the rate is meant; `null`: it has to be acceptable in at least one regime. */
  readonly regime: string | null;
  /** ISO 3166-1 alpha-2; `null` when not known. */
  readonly sellerCountry: string | null;
  readonly newRate: Decimal;
  /** The rate valid until now; `null` for the first rate of a product. */
  readonly oldRate: Decimal | null;
}

export type RateImportVerdict =
  | { readonly ok: true; readonly warning: { readonly code: 'NOT_AN_INCREASE'; readonly detail: string } | null }
  | {
      readonly ok: false;
      readonly code: 'RATE_OUT_OF_RANGE' | 'UPLIFT_ABOVE_60';
      /** Says value, what was expected and why, for people. */
      readonly detail: string;
      /** Least and greatest rate that would be accepted. */
      readonly min: Decimal;
      readonly max: Decimal;
      /** The `import` statement that refuses. */
      readonly position: Position;
    };

const accepted: RateImportVerdict = { ok: true, warning: null };

/**
 * Guards the import of one rate by the version valid when the rate takes effect (S-029, S-030, S-034, S-062, S-063). The first `import`
 * statement whose kind, regime and seller fit decides; where none fits, nothing is limited.
 */
export function checkRateImport(terms: ProgramTerms, version: TermsVersion, rate: ImportedRate): RateImportVerdict {
  const regimes = rate.regime === null ? version.regimes.map((regime) => regime.name) : [rate.regime];
  let refusal: RateImportVerdict | null = null;
  for (const regime of regimes.length === 0 ? [null] : regimes) {
    const limit = version.importLimits.find((one) => fits(terms, one, rate, regime));
    const verdict = limit === undefined ? accepted : judge(limit, rate, version.id);
    if (verdict.ok) return verdict;
    refusal ??= verdict;
  }
  return refusal ?? accepted;
}

function fits(terms: ProgramTerms, limit: ImportLimit, rate: ImportedRate, regime: string | null): boolean {
  if (limit.rate !== rate.rate) return false;
  if (limit.regimes !== null && (regime === null || !limit.regimes.includes(regime))) return false;
  return countryPasses(terms, limit.seller, rate.sellerCountry);
}

/** Whether a country passes the test; one that is not known passes only where any does. */
export function countryPasses(terms: ProgramTerms, test: CountryTest, country: string | null): boolean {
  if (test.kind === 'any') return true;
  if (country === null) return false;
  if (test.kind === 'listed') return test.countries.includes(country);
  const set = Object.hasOwn(terms.countrySets, test.set) ? terms.countrySets[test.set] : [];
  return (set?.includes(country) ?? false) === (test.kind === 'in-set');
}

function judge(limit: ImportLimit, { newRate, oldRate }: ImportedRate, version: string): RateImportVerdict {
  if (limit.orZero && isZero(newRate)) return accepted;
  const { min, max, upliftMax, position } = limit;
  if (compareDecimals(newRate, min) < 0 || compareDecimals(newRate, max) > 0) {
    const detail = `${formatDecimal(newRate)}% lies outside ${formatDecimal(min)}% to ${formatDecimal(max)}% (version ${version}).`;
    return { ok: false, code: 'RATE_OUT_OF_RANGE', detail, min, max, position };
  }
  if (upliftMax === null || oldRate === null) return accepted;
  const most = multiplyDecimals(oldRate, upliftMax);
  if (compareDecimals(newRate, most) > 0) {
    const detail =
      `${formatDecimal(newRate)}% is more than ${formatDecimal(oldRate)}% × ${formatDecimal(upliftMax)} = ` +
      `${formatCanonical(most, 2)}% (version ${version}).`;
    return { ok: false, code: 'UPLIFT_ABOVE_60', detail, min, max: most, position };
  }
  if (compareDecimals(newRate, oldRate) >= 0) return accepted;
  const detail = `${formatDecimal(newRate)}% is less than ${formatDecimal(oldRate)}%: not an increase.`;
  return { ok: true, warning: { code: 'NOT_AN_INCREASE', detail } };
}
