import { type AdSpace, adSpacesByCodes } from '../../../modules/ad-spaces/index.ts';
import { type ClickKeys, landingOfToken, openClickId } from '../../../modules/clicks/index.ts';
import type { DecidingClick, RestoreQuery } from '../../../modules/commissions/index.ts';
import { programsByCodes } from '../../../modules/programs/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/**
 * Clicks whose rows are not in the store, recovered from their signed ids (G-4), by id for each of `asked`. Ids that are forged, or of
 * another program, are left out. SubIDs are not in an id: such an order is counted without them. Two statements, however many are asked.
 */
export async function restoreClicks(
  q: Queryable,
  keys: ClickKeys,
  asked: readonly RestoreQuery[],
): Promise<readonly ReadonlyMap<string, DecidingClick>[]> {
  const programs = await programsByCodes(q, [...new Set(asked.map(({ program }) => program))]);
  const opened = asked.map((query) => {
    const program = programs.get(query.program);
    const tokens = query.clickIds.flatMap((clickId) => {
      const token = program === undefined ? null : openClickId(keys, clickId);
      return token?.ok === true && token.value.campaignCode === program?.campaignCode
        ? [{ clickId, token: token.value, routedFrom: token.value.routed ? program.geoRouting.pair : null }]
        : [];
    });
    return { query, tokens };
  });
  const codes = new Set(opened.flatMap(({ tokens }) => tokens.map(({ token }) => token.adSpaceCode)));
  const adSpaces = codes.size === 0 ? new Map<string, AdSpace>() : await adSpacesByCodes(q, [...codes]);
  return opened.map(({ query, tokens }) => {
    const restored = new Map<string, DecidingClick>();
    for (const { clickId, token, routedFrom } of tokens) {
      const adSpace = adSpaces.get(token.adSpaceCode);
      if (adSpace === undefined) continue;
      restored.set(clickId, {
        clickId,
        at: token.at,
        country: token.country,
        anonymizer: token.anonymizer,
        landing: landingOfToken(keys, token, query),
        routedFrom,
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
  });
}
