export { type Address, Networks, parseAddress, prefixKey } from './address.ts';
export { type AsnTable, asnTable, openAsnTable } from './asn.ts';
export { CountryDataUnusable, type CountryTable, openCountryTable } from './country.ts';
export { readNetworks } from './networks-file.ts';
