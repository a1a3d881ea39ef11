import { createRequire } from 'node:module';
import { open } from 'maxmind';
import type { CountryResponse } from 'mmdb-lib';
import type { Address } from './address.ts';

/** Which country an address is registered in. */
export interface CountryTable {
  /** ISO 3166-1 alpha-2 in capitals; `null` where the data does not know. */
  lookup(address: Address): string | null;
  /** The day of the data, `YYYY-MM-DD`. */
  readonly builtOn: string;
}

const PACKAGE_FILE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** User-assigned and transitional codes that data sets use for "no country"; they count as unknown. */
const NO_COUNTRY = new Set(['XX', 'ZZ', 'AP', 'EU', 'A1', 'A2', 'T1']);

/**
 * Opens country data: the owner's `.mmdb` file (of MaxMind's or DB-IP's layout), or the bundled CC0 data where `file` is `null`.
 * Throws when the file is missing or no country database.
 */
export async function openCountryTable(file: string | null): Promise<CountryTable> {
  const path = file ?? createRequire(import.meta.url).resolve(PACKAGE_FILE);
  const reader = await open<BundledRow & CountryResponse>(path);
  return {
    lookup: (address) => countryCode(reader.get(address.text)),
    builtOn: new Date(reader.metadata.buildEpoch).toISOString().slice(0, 10),
  };
}

/** The bundled data has one flat field; MaxMind and DB-IP nest it. */
interface BundledRow {
  readonly country_code?: string;
}

function countryCode(row: (BundledRow & CountryResponse) | null): string | null {
  const code = row?.country_code ?? row?.country?.iso_code ?? row?.registered_country?.iso_code;
  return code !== undefined && /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.has(code) ? code : null;
}
