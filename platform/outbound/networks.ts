import { BlockList, isIP, isIPv6 } from 'node:net';

/** Says whether an address may be reached. */
export interface Networks {
  isPublic(address: string): boolean;
  /** Named by the owner: reachable although it is not public. */
  isAllowed(address: string): boolean;
}

/** Not in the public internet (IANA special-purpose registries): whoever asks us to go there wants what stands behind us. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Unspecified, loopback, unique local, link-local, site-local, multicast, documentation, discard.
  ...['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8', '2001:db8::/32', '100::/64'],
  // Carry an IPv4 address that another network would reach for us: compatible, NAT64, Teredo, 6to4. Mapped ones are judged as IPv4.
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16'],
  // Protocol assignments (benchmarks, ORCHID and the like), documentation.
  ...['2001::/23', '3fff::/20'],
];
/** All that has been given out of IPv6 for the internet: what lies outside is denied without being named. */
const GLOBAL_UNICAST = ['2000::/3'];

export function publicAddresses(allowed: readonly string[]): Networks {
  const blocked = listOf(NOT_PUBLIC);
  const global = listOf(GLOBAL_UNICAST);
  const letIn = listOf(allowed);
  const within = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return {
    // A zone (`fe80::1%eth0`) names an interface of this machine.
    isPublic: (address) =>
      isIP(address) !== 0 &&
      !address.includes('%') &&
      !within(blocked, address) &&
      (!isIPv6(address) || isMapped(address) || within(global, address)),
    isAllowed: (address) => isIP(address) !== 0 && within(letIn, address),
  };
}

/** Of the form `::ffff:8.8.8.8`, however it is written: judged as the IPv4 address in it. */
function isMapped(address: string): boolean {
  return new URL(`http://[${address}]/`).hostname.startsWith('[::ffff:');
}

/** Throws on what is no network, naming it. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}
