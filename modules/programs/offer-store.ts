import type { Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { Program, TrafficTypeRule } from './model.ts';

/** More programs than these would be another kind of network. */
const OFFERED_MAX = 10_000;
const OFFERED = `status in ('active', 'stopped', 'suspended')`;

/** What lists of programs are sorted and filtered by. */
export interface OfferedCode {
  readonly code: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lostOrders: boolean;
  readonly isRouted: boolean;
}

/** What is asked of a program's settings; what is left out may be anything. */
export interface SettingsAsked {
  /** Each is in the name, the code or the home page. */
  readonly words?: readonly string[];
  readonly codes?: readonly string[] | undefined;
  readonly category?: string | undefined;
  readonly country?: string | undefined;
  readonly recruiting?: 'open' | 'suspended' | undefined;
  /** It takes this kind, by agreement or without: its table says so, or it has none. */
  readonly trafficKind?: string | undefined;
}

/** For `ilike all`: each word somewhere. */
export const likeEach = (words: readonly string[]): string[] =>
  words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

/** Words of a search, apart. */
export const wordsOf = (text: string): string[] => text.replaceAll('\0', ' ').split(/\s+/).filter(Boolean);

/** The programs on offer whose settings are as asked, by code. */
export async function offeredCodes(q: Queryable, asked: SettingsAsked = {}): Promise<readonly OfferedCode[]> {
  const like = likeEach(asked.words ?? []);
  return q.query<OfferedCode>(
    `select program as code, name, created_at as "createdAt", lost_orders as "lostOrders", geo_mode <> 'off' as "isRouted"
       from programs.program p
      where ${OFFERED} and (name || ' ' || program || ' ' || home_url) ilike all ($1::text[])
        and ($2::text is null or $2 = any (categories))
        and ($3::text is null or $3 = any (countries)
          or cardinality(countries) = 0 and not (geo_countries is null and $3 in (
            select unnest(pair.countries) from programs.program pair where pair.program = p.geo_pair and pair.${OFFERED})))
        and ($4::text is null or recruiting_state = $4)
        and ($5::text is null
          or not exists (select from programs.traffic_type t where t.program = p.program)
          or exists (select from programs.traffic_type t where t.program = p.program and t.key = $5
                      and t.status in ('allowed', 'by_agreement')))
        and ($7::text[] is null or program = any ($7))
      order by program limit $6`,
    [
      like,
      asked.category ?? null,
      asked.country ?? null,
      asked.recruiting ?? null,
      asked.trafficKind ?? null,
      OFFERED_MAX,
      asked.codes ?? null,
    ],
  );
}

/** Programs on offer for a choice among them: those with a pair first, as most is asked about them, then by name. */
export async function offeredByName(
  q: Queryable,
  limit: number,
): Promise<readonly { readonly code: string; readonly name: string }[]> {
  return q.query(
    `select program as code, name from programs.program where ${OFFERED}
      order by geo_pair is null, name, program limit $1`,
    [limit],
  );
}

/** Target countries that programs share, of all that either names: below this they are for different buyers. */
const COUNTRIES_ALIKE = 0.5;

/** Programs on offer that sell alike, or to the same countries; the most alike first (S-010). */
export async function similarPrograms(
  q: Queryable,
  { code, categories, countries }: Pick<Program, 'code' | 'categories' | 'countries'>,
  limit: number,
): Promise<readonly { readonly code: string; readonly name: string }[]> {
  return q.query(
    `select program as code, name
       from programs.program p
       cross join lateral (select count(*) as categories from unnest(p.categories) as c where c = any ($2::text[])) as common
       cross join lateral (select count(*) as countries from unnest(p.countries) as c where c = any ($3::text[])) as sold
       cross join lateral (
         select common.categories + case when sold.countries > 0
             and sold.countries >= $4::numeric * (cardinality(p.countries) + cardinality($3::text[]) - sold.countries) then 1 else 0 end as degree
       ) as alike
      where ${OFFERED} and program <> $1 and (p.categories && $2::text[] or p.countries && $3::text[]) and alike.degree > 0
      order by alike.degree desc, program limit $5`,
    [code, categories, countries, COUNTRIES_ALIKE, limit],
  );
}

/** The tables of kinds of traffic of these programs, each in its order; a program that takes every kind is absent. */
export async function trafficTypesByProgram(
  q: Queryable,
  programs: readonly string[],
): Promise<ReadonlyMap<string, readonly TrafficTypeRule[]>> {
  const rows = await q.query<TrafficTypeRule & { program: string }>(
    `select program, key, parent, label_key as "labelKey", status from programs.traffic_type
      where program = any ($1::text[]) order by program, ordinal`,
    [programs],
  );
  const found = new Map<string, TrafficTypeRule[]>();
  for (const { program, ...rule } of rows) {
    const rules = found.get(program);
    if (rules === undefined) found.set(program, [rule]);
    else rules.push(rule);
  }
  return found;
}
