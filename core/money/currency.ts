/**
 * Active ISO 4217 currencies by the number of decimals of their minor unit. Codes that are not money of a country (metals, funds,
 * testing) are absent, and so are the few units without a decimal minor unit (MGA and MRU count fifths; ISO states 2 for them).
 */
const byExponent: ReadonlyMap<number, string> = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [
    2,
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK ' +
      'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
      'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON ' +
      'RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD ' +
      'YER ZAR ZMW ZWG',
  ],
]);

const exponents: ReadonlyMap<string, number> = new Map(
  [...byExponent].flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent] as const)),
);

/** Decimals of the currency's minor unit (0, 2 or 3); `null` when the code is no current ISO 4217 currency, for example `RUR`. */
export function currencyExponent(currency: string): number | null {
  return exponents.get(currency) ?? null;
}

/** As `currencyExponent`, for a currency that was checked before: an unknown one is a defect and throws. */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new Error(`unknown currency ${JSON.stringify(currency)}`);
  return exponent;
}

export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

export function currencies(): readonly string[] {
  return [...exponents.keys()].sort();
}
