import type { Established } from '../../apps/tributary/example/establish.ts';
import {
  createApiApplication,
  createUser,
  issueToken,
  type OrganisationKind,
  type UserRole,
} from '../../modules/accounts/index.ts';
import { signInAs } from '../../modules/accounts/testing.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { HttpServer } from '../../platform/http/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

export const NOW = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
export const PASSWORD = 'seven quiet otters';

/** Somebody or something that calls. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: nobody. */
  readonly kind: OrganisationKind | null;
  /** Of a person. */
  readonly role: UserRole | null;
  /** Of an access token. */
  readonly scope: string | null;
}

export type Route = HttpServer['declaredRoutes'][number];

/** The example network without traffic, behind its HTTP server, and everybody who may call it. */
export interface Stage {
  readonly network: TestNetwork;
  readonly db: Database;
  readonly server: HttpServer;
  readonly established: Established;
  readonly routes: readonly Route[];
  readonly people: ReadonlyMap<string, Caller>;
  readonly tokens: readonly Caller[];
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const network = await openTestNetwork({ clock: manualClock(NOW) });
  const { server, established } = network;
  const { db } = network.network;
  const routes = server.declaredRoutes;
  return {
    network,
    db,
    server,
    established,
    routes,
    people: await peopleOf(db, server, established),
    tokens: await tokensOf(db, established, scopesOf(routes)),
    close: network.close,
  };
}

export const nobody: Caller = { name: 'nobody', headers: {}, kind: null, role: null, scope: null };

async function peopleOf(db: Database, server: HttpServer, { credentials }: Established) {
  const people = new Map<string, Caller>([['nobody', nobody]]);
  const accounts = (kind: string) => credentials.accounts.filter(({ role }) => role === kind);
  const enter = async (name: string, kind: OrganisationKind, role: UserRole, email: string, password: string) => {
    people.set(name, { name, headers: await signInAs(server, email, password), kind, role, scope: null });
  };
  for (const kind of ['publisher', 'advertiser', 'operator'] as const) {
    for (const [index, letter] of (kind === 'operator' ? [''] : [' A', ' B']).entries()) {
      const { email, password } = accounts(kind)[index] ?? { email: '', password: '' };
      await enter(`${kind}${letter}`, kind, 'owner', email, password);
    }
    const [first] = accounts(kind);
    for (const role of ['manager', 'finance', 'viewer'] as const) {
      const email = `${role}@${kind}.test`;
      await addPerson(db, await orgOf(db, first?.email ?? ''), email, role);
      await enter(`${kind} ${role}`, kind, role, email, PASSWORD);
    }
  }
  return people;
}

export async function addPerson(db: Database, orgId: string, email: string, role: UserRole): Promise<void> {
  const person = { orgId, email, password: PASSWORD, role, at: NOW, actor: 'test' };
  const made = await db.transaction(SYSTEM, (tx) => createUser(tx, person));
  if (!made.ok) throw new Error(made.error.detail);
}

export async function orgOf(db: Database, email: string): Promise<string> {
  const [row] = await db.transaction(SYSTEM, (tx) =>
    tx.query<{ org_id: string }>('select org_id from accounts.member where email = $1', [email]),
  );
  if (row === undefined) throw new Error(`nobody has the address ${email}`);
  return row.org_id;
}

/** Every scope that a route asks for. */
function scopesOf(routes: readonly Route[]): readonly string[] {
  const scopes = routes.flatMap(({ access }) =>
    access.kind === 'public' || access.scope === null ? [] : [access.scope],
  );
  return [...new Set(scopes)].sort();
}

async function tokensOf(db: Database, { credentials }: Established, scopes: readonly string[]): Promise<Caller[]> {
  const tokens: Caller[] = [];
  for (const kind of ['publisher', 'advertiser', 'operator'] as const) {
    const account = credentials.accounts.find(({ role }) => role === kind);
    const orgId = await orgOf(db, account?.email ?? '');
    for (const scope of scopes) {
      const made = await db.transaction(SYSTEM, (tx) =>
        createApiApplication(tx, { orgId, name: scope, scopes: [scope], at: NOW, actor: 'test' }),
      );
      const issued = await issueToken(db, NOW, { ...made, scopes: [] });
      if (!issued.ok) throw new Error(issued.error.detail);
      const headers = { authorization: `Bearer ${issued.value.accessToken}` };
      tokens.push({ name: `${kind} token ${scope}`, headers, kind, role: null, scope });
    }
  }
  return tokens;
}
