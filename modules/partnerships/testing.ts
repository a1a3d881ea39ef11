import { randomUUID } from 'node:crypto';
import type { Database } from '../../platform/db/index.ts';
import { createOrganisation } from '../accounts/index.ts';
import { type AdSpace, createAdSpace } from '../ad-spaces/index.ts';
import { createProgram, type NewProgram, type Program, type TrafficTypeRule } from '../programs/index.ts';
import { approve, join, type Partnership } from './index.ts';

/** The moment at which everything of the test network was made. */
export const NETWORK_START = Date.parse('2022-03-15T09:00:00.000Z');

const SYSTEM = { role: 'system' } as const;

/** A small table with every status and a heading. */
export const TRAFFIC_TYPES: readonly TrafficTypeRule[] = [
  { key: 'content_site', parent: null, labelKey: 'content_site', status: 'allowed' },
  { key: 'targeting', parent: null, labelKey: 'targeting', status: 'restricted' },
  { key: 'targeting.facebook', parent: 'targeting', labelKey: 'facebook', status: 'prohibited' },
  { key: 'targeting.other', parent: 'targeting', labelKey: 'other', status: 'by_agreement' },
  { key: 'other', parent: null, labelKey: 'other', status: 'allowed' },
  { key: 'toolbar', parent: null, labelKey: 'toolbar', status: 'by_agreement' },
];

/** For tests only: each has ids of its own, so tests of one database do not meet. */
export async function testPublisher(db: Database): Promise<string> {
  const org = await db.transaction(SYSTEM, (tx) =>
    createOrganisation(tx, { kind: 'publisher', name: 'Publisher', at: NETWORK_START }),
  );
  return org.id;
}

export async function testAdSpace(db: Database, orgId: string, more: Partial<AdSpace> = {}): Promise<AdSpace> {
  const adSpace = {
    orgId,
    name: 'Site',
    kind: 'content_site',
    trafficType: 'content_site',
    status: 'active',
    at: NETWORK_START,
  } as const;
  return db.transaction(SYSTEM, (tx) => createAdSpace(tx, { ...adSpace, ...more }));
}

export async function testProgram(
  db: Database,
  more: Partial<NewProgram> = {},
): Promise<{ program: Program; postbackKey: string; revisionSecret: string }> {
  const made = await db.transaction(SYSTEM, async (tx) => {
    const advertiser = await createOrganisation(tx, { kind: 'advertiser', name: 'Advertiser', at: NETWORK_START });
    const base = {
      code: `program-${randomUUID().slice(0, 8)}`,
      name: 'Program',
      advertiserOrg: advertiser.id,
      homeUrl: 'https://shop.example/',
      allowedHosts: ['shop.example', '*.shop.example'],
      trafficTypes: TRAFFIC_TYPES,
      at: NETWORK_START,
      actor: 'test',
    };
    return createProgram(tx, { ...base, ...more }, TEST_KEYS);
  });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
}

const TEST_KEYS = { current: new Uint8Array(32).fill(7), previous: [] };

export async function testJoin(
  db: Database,
  adSpace: AdSpace,
  program: Program,
  trafficType = 'content_site',
): Promise<Partnership> {
  const asked = { adSpaceId: adSpace.id, program: program.code, at: NETWORK_START };
  const joined = await db.transaction(SYSTEM, async (tx) => {
    const applied = await join(tx, { ...asked, trafficType });
    return applied.ok ? approve(tx, { ...asked, actor: 'test' }) : applied;
  });
  const [partnership] = joined.ok ? joined.value : [];
  if (partnership === undefined) throw new Error(joined.ok ? 'nothing was joined' : joined.error.detail);
  return partnership;
}
