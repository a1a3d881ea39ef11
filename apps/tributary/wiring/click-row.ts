import { formatInstant } from '../../../core/time/index.ts';
import type { StoredClick } from '../../../modules/clicks/index.ts';
import type { ExportRow } from '../../../platform/files/index.ts';

/** A click as `tributary export clicks` writes it. */
export function clickRow(click: StoredClick): ExportRow {
  const [subid, subid1, subid2, subid3, subid4] = click.subids;
  return {
    click_id: click.clickId,
    at: formatInstant(click.at),
    program: click.program,
    ad_space: click.adSpaceId,
    publisher: click.publisherOrg,
    link: click.linkCode,
    country: click.country,
    anonymizer: click.anonymizer,
    subid: subid ?? null,
    subid1: subid1 ?? null,
    subid2: subid2 ?? null,
    subid3: subid3 ?? null,
    subid4: subid4 ?? null,
    traffic_type: click.trafficType,
    landing: click.landing.kind,
    routed_from: click.routedFrom,
    attributable: click.attributable,
    flags: click.flags.join(' '),
  };
}
