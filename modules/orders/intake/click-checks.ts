import { type Result, shownValue } from '../../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type Program, programByCampaignCode } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import type { Notice } from './accept-answers.ts';
import { clickTimeForOrder } from './click-times.ts';

export interface ClickCheckDeps extends Pick<OrdersDeps, 'openClickId'> {
  /** Asked only for clicks of other programs than the order's. */
  readonly programOfCampaign: (campaignCode: string) => Promise<Program | null>;
}

/** For whoever checks clicks outside a transaction. */
export function clickChecks({ db, openClickId }: Pick<OrdersDeps, 'openClickId'> & { readonly db: Database }) {
  return {
    openClickId,
    programOfCampaign: (campaignCode: string) =>
      db.transaction({ role: 'system' }, (tx) => programByCampaignCode(tx, campaignCode)),
  };
}

/**
 * What the signatures of the click ids say (BAD-35 … BAD-37, BAD-40). Only the click of another advertiser refuses the order; one that
 * cannot be verified never earns, which the decision sees to, and is reported to the sender.
 */
export async function checkClicks(
  deps: ClickCheckDeps,
  program: Program,
  clickIds: readonly string[],
  orderedAt: Instant,
): Promise<Result<readonly Notice[]>> {
  const notices: Notice[] = [];
  for (const clickId of clickIds) {
    const opened = deps.openClickId(clickId);
    if (!opened.ok) {
      if (opened.error !== 'malformed') notices.push(unverifiable(clickId));
      continue;
    }
    const { campaignCode, at } = opened.value;
    const other = campaignCode === program.campaignCode ? program : await deps.programOfCampaign(campaignCode);
    if (other !== null && other.advertiserOrg !== program.advertiserOrg) {
      const detail = `click_id: expected a click on a link of ${program.code}; got one of another advertiser.`;
      const value = shownValue(clickId);
      return { ok: false, error: { code: 'click_belongs_to_other_program', field: 'click_id', value, detail } };
    }
    if (clickTimeForOrder(at, orderedAt) > orderedAt) {
      const detail = `The click was made at ${formatInstant(at)}, after the order of ${formatInstant(orderedAt)}; it does not count.`;
      notices.push({ code: 'order_precedes_click', field: 'ordered_at', detail });
    }
  }
  return { ok: true, value: notices };
}

function unverifiable(clickId: string): Notice {
  const detail = `The signature of ${shownValue(clickId)} is wrong; the click does not count. Send the id exactly as it arrived.`;
  return { code: 'click_unverifiable', field: 'click_id', detail };
}
