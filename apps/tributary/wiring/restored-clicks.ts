import { adSpaceByCode } from '../../../modules/ad-spaces/index.ts';
import { type ClickKeys, landingOfToken, openClickId } from '../../../modules/clicks/index.ts';
import type { DecidingClick } from '../../../modules/commissions/index.ts';
import { programByCode } from '../../../modules/programs/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

interface Asked {
  readonly program: string;
  readonly clickIds: readonly string[];
  /** Products and stores of the orders' lines: the only ones a landing page is compared with. */
  readonly productIds: readonly string[];
  readonly storeIds: readonly string[];
}

/**
 * Clicks whose rows are not in the store, recovered from their signed ids (G-4). Ids that are forged, or of another program, are
 * left out. SubIDs are not in an id: such an order is counted without them.
 */
export async function restoreClicks(
  q: Queryable,
  keys: ClickKeys,
  asked: Asked,
): Promise<ReadonlyMap<string, DecidingClick>> {
  const program = await programByCode(q, asked.program);
  const restored = new Map<string, DecidingClick>();
  if (program === null) return restored;
  for (const clickId of asked.clickIds) {
    const opened = openClickId(keys, clickId);
    if (!opened.ok || opened.value.campaignCode !== program.campaignCode) continue;
    const token = opened.value;
    const adSpace = await adSpaceByCode(q, token.adSpaceCode);
    if (adSpace === null) continue;
    restored.set(clickId, {
      clickId,
      at: token.at,
      country: token.country,
      anonymizer: token.anonymizer,
      landing: landingOfToken(keys, token, asked),
      routedFrom: token.routed ? program.geoRouting.pair : null,
      publisherOrg: adSpace.orgId,
      adSpaceId: adSpace.id,
      adSpaceCode: adSpace.code,
      adSpaceKind: adSpace.kind,
      trafficType: adSpace.trafficType,
      dropshipping: token.dropshipping,
      agreed: token.agreed,
      flags: [],
      attributable: token.attributable,
      subids: [],
    });
  }
  return restored;
}
