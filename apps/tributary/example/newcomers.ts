import type { Instant } from '../../../core/time/index.ts';
import { createOrganisation, createUser } from '../../../modules/accounts/index.ts';
import { createAdSpace } from '../../../modules/ad-spaces/index.ts';
import { join } from '../../../modules/partnerships/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { randomAlphanumeric } from '../../../platform/secrets/index.ts';
import type { Credentials } from './credentials.ts';
import { expectOk } from './establish.ts';
import { shop } from './people.ts';

const actor = 'example network';
const hourMs = 3_600_000;

/** Nobody is told it: the newcomer has not been let in. */
const PASSWORD_CHARACTERS = 40;

const newcomer = { name: 'Weekend Baker', email: 'vera@weekend-baker.test' } as const;
const newSpace = {
  name: 'Weekend Baker on video',
  url: 'https://weekend-baker.test/video',
  kind: 'youtube',
  trafficType: 'youtube',
} as const;

/** Of the messenger channel, which the second advertiser has not seen yet. */
const applicant = 'Evening Finds channel';

/**
 * What waits for somebody on the last day, one of each: a publisher and its ad space for the operator, an application for an advertiser. So that
 * queues can be tried without making people first.
 */
export async function addNewcomers(tx: Tx, adSpaces: Credentials['ad_spaces'], now: Instant): Promise<void> {
  const at = now - 5 * hourMs;
  const { name, email } = newcomer;
  const { id: orgId } = await createOrganisation(tx, { kind: 'publisher', name, status: 'pending', at });
  const password = randomAlphanumeric(PASSWORD_CHARACTERS);
  expectOk(await createUser(tx, { orgId, email, password, role: 'owner', at, actor }));
  await createAdSpace(tx, { ...newSpace, orgId, at: at + hourMs });
  const applying = adSpaces.find((one) => one.name === applicant);
  if (applying === undefined) throw new Error(`example network: no ad space ${applicant}`);
  const application = { adSpaceId: applying.id, program: shop, trafficType: 'messenger', at: now - 2 * hourMs };
  expectOk(await join(tx, application));
}
