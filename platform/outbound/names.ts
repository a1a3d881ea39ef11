import { Resolver } from 'node:dns/promises';

/** Host and port of DNS servers; none: those of the machine. */
export type NameServers = readonly string[];

export type Addresses = readonly { readonly address: string; readonly family: 4 | 6 }[];

export type TxtAnswer = { readonly ok: true; readonly texts: readonly string[] } | { readonly ok: false };

/** One try and this long: a person waits. */
const LOOKUP_MS = 2_500;
const TRIES = 2;
/** More records than these are not looked at. */
const RECORDS_MAX = 50;

/** Asks the domain name system and nothing else: what the machine's own files say of a name is nobody's business outside. */
export function namesOf(servers: NameServers | null): Resolver {
  const resolver = new Resolver({ timeout: LOOKUP_MS, tries: TRIES });
  if (servers !== null) resolver.setServers([...servers]);
  return resolver;
}

/** Every address of a name; none where it has none or nobody answers. */
export async function addressesOf(resolver: Resolver, host: string): Promise<Addresses> {
  const [v4, v6] = await Promise.all([
    resolver.resolve4(host).catch(() => []),
    resolver.resolve6(host).catch(() => []),
  ]);
  return [
    ...v4.map((address) => ({ address, family: 4 as const })),
    ...v6.map((address) => ({ address, family: 6 as const })),
  ].slice(0, RECORDS_MAX);
}

/** The TXT records of a name, the parts of each put together; `ok: false` where it has none or nobody answers. */
export async function textsOf(resolver: Resolver, host: string): Promise<TxtAnswer> {
  try {
    const records = await resolver.resolveTxt(host);
    return { ok: true, texts: records.slice(0, RECORDS_MAX).map((parts) => parts.join('')) };
  } catch {
    return { ok: false };
  }
}
