import type { Instant } from '../../../core/time/instant.ts';
import type { Anonymizer, Device, Landing, StoredClick } from '../model.ts';
import { isFlag } from '../record/record-reader.ts';

/** What organisations may read of a click. */
export const CLICK_COLUMNS = `click.click_id, click.program, click.at, click.advertiser_org, click.publisher_org, click.ad_space_id,
  click.ad_space_kind, click.traffic_type, click.dropshipping, click.agreed, click.link_code, click.country, click.anonymizer,
  click.landing_kind, click.landing_product, click.landing_store, click.landing_category, click.landing_redirected, click.target,
  click.subid, click.subid1, click.subid2, click.subid3, click.subid4, click.visitor_id, click.visitor_since, click.device, click.flags, click.attributable,
  click.routed_from`;

/** A click as the store gives it. */
export interface ClickRow {
  readonly click_id: string;
  readonly program: string;
  readonly at: Instant;
  readonly advertiser_org: string;
  readonly publisher_org: string;
  readonly ad_space_id: string;
  readonly ad_space_kind: string;
  readonly traffic_type: string;
  readonly dropshipping: boolean;
  readonly agreed: boolean;
  readonly link_code: string;
  readonly country: string | null;
  readonly anonymizer: Anonymizer;
  readonly landing_kind: Landing['kind'];
  readonly landing_product: string | null;
  readonly landing_store: string | null;
  readonly landing_category: string | null;
  readonly landing_redirected: boolean;
  readonly target: string;
  readonly subid: string | null;
  readonly subid1: string | null;
  readonly subid2: string | null;
  readonly subid3: string | null;
  readonly subid4: string | null;
  readonly visitor_id: string;
  readonly visitor_since: Instant | null;
  readonly device: Device;
  readonly flags: readonly string[];
  readonly attributable: boolean;
  readonly routed_from: string | null;
}

export function clickOf(row: ClickRow): StoredClick {
  return {
    clickId: row.click_id,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    publisherOrg: row.publisher_org,
    at: row.at,
    adSpaceId: row.ad_space_id,
    adSpaceKind: row.ad_space_kind,
    trafficType: row.traffic_type,
    dropshipping: row.dropshipping,
    agreed: row.agreed,
    linkCode: row.link_code,
    country: row.country,
    anonymizer: row.anonymizer,
    landing: {
      kind: row.landing_kind,
      productId: row.landing_product,
      storeId: row.landing_store,
      category: row.landing_category,
      redirected: row.landing_redirected,
    },
    target: row.target,
    subids: [row.subid, row.subid1, row.subid2, row.subid3, row.subid4],
    visitorId: row.visitor_id,
    visitorSince: row.visitor_since,
    device: row.device,
    flags: row.flags.filter(isFlag),
    attributable: row.attributable,
    routedFrom: row.routed_from,
  };
}
