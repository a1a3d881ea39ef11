export { type Address, Networks, parseAddress, prefixKey } from './address.ts';
export { type AsnTable, asnTable, openAsnTable } from './asn.ts';
export { type CountryTable, openCountryTable } from './country.ts';
export { readNetworks } from './networks-file.ts';
