/**
 * The columns of an archived click, how PostgreSQL writes each as text, and how DuckDB keeps it. From the kept form the same text can be
 * made again, so both sides compute one checksum.
 */
interface ArchiveColumn {
  readonly name: string;
  /** Text of the column in PostgreSQL. */
  readonly text: string;
  /** The kept value, from that text. */
  readonly kept: string;
  /** The text again, from the kept value. */
  readonly again: string;
}

const text = (name: string, expression = name): ArchiveColumn => ({
  name,
  text: expression,
  kept: `"${name}"`,
  again: `"${name}"`,
});
const cast = (name: string, type: 'boolean' | 'date' | 'bigint'): ArchiveColumn => ({
  name,
  text: `${name}::text`,
  kept: `"${name}"::${type}`,
  again: `"${name}"::varchar`,
});
/** Kept as a timestamp in UTC. Clicks have whole milliseconds. */
const instant = (name: string): ArchiveColumn => ({
  name,
  text: `(extract(epoch from ${name}) * 1000)::bigint::text`,
  kept: `make_timestamp("${name}"::bigint * 1000)`,
  again: `epoch_ms("${name}")::varchar`,
});

export const archiveColumns: readonly ArchiveColumn[] = [
  text('click_id'),
  text('program'),
  cast('day', 'date'),
  instant('at'),
  text('advertiser_org', 'advertiser_org::text'),
  text('publisher_org', 'publisher_org::text'),
  text('ad_space_id', 'ad_space_id::text'),
  text('ad_space_kind'),
  text('traffic_type'),
  cast('dropshipping', 'boolean'),
  cast('agreed', 'boolean'),
  text('link_code'),
  text('country'),
  text('anonymizer'),
  text('landing_kind'),
  text('landing_product'),
  text('landing_store'),
  text('landing_category'),
  cast('landing_redirected', 'boolean'),
  text('target'),
  text('subid'),
  text('subid1'),
  text('subid2'),
  text('subid3'),
  text('subid4'),
  text('visitor_id'),
  instant('visitor_since'),
  text('device'),
  text('flags', "array_to_string(flags, ' ')"),
  cast('attributable', 'boolean'),
  text('routed_from'),
  text('client_address'),
  cast('asn', 'bigint'),
  cast('geo_data_on', 'date'),
  text('user_agent'),
  text('referrer'),
  text('raw'),
];

/** Control characters that no text of ours means anything by. */
const SEPARATOR = 'chr(31)';
const NOTHING = 'chr(30)';

function digest(texts: readonly string[]): string {
  return `left(md5(concat_ws(${SEPARATOR}, ${texts.map((each) => `coalesce(${each}, ${NOTHING})`).join(', ')})), 15)`;
}

/** Count and checksum of rows in PostgreSQL: the sum of 60 bits of each row's digest. */
export const countInPostgres = `count(*) as clicks,
  coalesce(sum(('x' || ${digest(archiveColumns.map((column) => column.text))})::bit(60)::bigint), 0)::text as checksum`;

/** The same in DuckDB. */
export const countInDuckDb = `count(*)::varchar as clicks,
  coalesce(sum(('0x' || ${digest(archiveColumns.map((column) => column.again))})::bigint), 0)::varchar as checksum`;
