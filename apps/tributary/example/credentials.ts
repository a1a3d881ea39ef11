import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Who may do what in the example network, with secrets made at its first start. */
export interface Credentials {
  readonly base_url: string;
  readonly api_base_url: string;
  readonly accounts: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  readonly api_applications: readonly {
    readonly client_id: string;
    readonly client_secret: string;
    readonly owner_email: string;
    readonly role: string;
    readonly scopes: readonly string[];
  }[];
  readonly ad_spaces: readonly AdSpaceCredentials[];
  readonly programs: readonly {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly advertiser_email: string;
    readonly campaign_code: string;
    readonly action_code: string;
    readonly tariff_code: string;
    readonly postback_key: string;
    readonly revision_secret: string;
    /** Signs reports of orders, as docs/api/orders.md says. */
    readonly signing_secret: string;
  }[];
  readonly products: readonly {
    readonly program: string;
    readonly product_id: string;
    readonly url: string;
    readonly store_id: string;
    readonly seller_country: string;
    readonly affiliate: boolean;
    readonly hot: boolean;
  }[];
}

export interface AdSpaceCredentials {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly owner_email: string;
  /** Standard link by program code. */
  readonly links: Readonly<Record<string, string>>;
}

export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'example-credentials.json');
}

/** Writes the file whole or not at all; only its owner can read it. */
export async function writeCredentials(dataDir: string, credentials: Credentials): Promise<void> {
  const file = credentialsFile(dataDir);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** The first publisher of the example network, as long as its file is there. */
export async function examplePublisher(dataDir: string): Promise<Credentials['accounts'][number] | null> {
  const known = await readFile(credentialsFile(dataDir), 'utf8').catch(() => null);
  if (known === null) return null;
  const { accounts }: Credentials = JSON.parse(known);
  return accounts.find(({ role }) => role === 'publisher') ?? null;
}

/** Adapts the addresses to where the network is reached now: a later start may use another port. */
export async function renewAddresses(dataDir: string, publicUrl: string): Promise<void> {
  const known = await readFile(credentialsFile(dataDir), 'utf8').catch(() => null);
  if (known === null) return;
  const credentials: Credentials = JSON.parse(known);
  if (credentials.base_url !== publicUrl) await writeCredentials(dataDir, withAddresses(credentials, publicUrl));
}

export function withAddresses(
  credentials: Omit<Credentials, 'base_url' | 'api_base_url'>,
  publicUrl: string,
): Credentials {
  return {
    ...credentials,
    base_url: publicUrl,
    api_base_url: `${publicUrl}/api`,
    ad_spaces: credentials.ad_spaces.map((adSpace) => ({
      ...adSpace,
      links: Object.fromEntries(
        Object.entries(adSpace.links).map(([program, link]) => [
          program,
          `${publicUrl}${new URL(link, publicUrl).pathname}`,
        ]),
      ),
    })),
  };
}
