export { type Addresses, addressesOf, type NameServers, namesOf, type TxtAnswer } from './names.ts';
export { type Networks, publicAddresses } from './networks.ts';
export { type Outbound, type OutboundFault, type OutboundOptions, outbound, type PageAnswer } from './outbound.ts';
