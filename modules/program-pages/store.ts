import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import {
  contentOf,
  type Draft,
  type Edition,
  type PageLocale,
  type SectionContent,
  type SectionKind,
  type SectionName,
} from './model.ts';

/** The program, or what every page shows. Not `is not distinct from`: that looks at every row, without an index. */
const OF_PAGE = '(program = $1 or ($1::text is null and program is null))';

interface EditionRow {
  readonly kind: SectionKind;
  readonly locale: PageLocale;
  readonly number: number;
  readonly content: unknown;
  readonly says_number: number | null;
  readonly published_at: Instant;
  readonly effective_from: Instant;
}

function editionOf(row: EditionRow): Edition {
  return {
    kind: row.kind,
    locale: row.locale,
    number: row.number,
    content: contentOf(row.kind, row.content),
    saysNumber: row.says_number,
    publishedAt: row.published_at,
    changedAt: row.effective_from,
  };
}

/** The edition of each of these sections in each language that is shown at `at`; `null`: the last one, announced rules among them. */
export async function latestEditions(
  q: Queryable,
  program: string | null,
  kinds: readonly SectionKind[],
  at: Instant | null,
): Promise<Edition[]> {
  const rows = await q.query<EditionRow>(
    `select distinct on (kind, locale) kind, locale, number, content, says_number, published_at, effective_from
       from program_pages.edition
      where ${OF_PAGE} and kind = any ($2)
        and ($3::timestamptz is null or effective_from <= $3)
      order by kind, locale, number desc`,
    [program, kinds, at === null ? null : sqlInstant(at)],
  );
  return rows.map(editionOf);
}

/** The last edition of one section of many programs in each language, by program. */
export async function latestEditionsOf(
  q: Queryable,
  programs: readonly string[],
  kind: SectionKind,
): Promise<ReadonlyMap<string, readonly Edition[]>> {
  const rows = await q.query<EditionRow & { program: string }>(
    `select distinct on (program, locale) program, kind, locale, number, content, says_number, published_at, effective_from
       from program_pages.edition
      where program = any ($1::text[]) and kind = $2
      order by program, locale, number desc`,
    [programs, kind],
  );
  const found = new Map<string, Edition[]>();
  for (const row of rows) {
    const editions = found.get(row.program);
    if (editions === undefined) found.set(row.program, [editionOf(row)]);
    else editions.push(editionOf(row));
  }
  return found;
}

export async function latestEdition(q: Queryable, { program, kind, locale }: SectionName): Promise<Edition | null> {
  const [row] = await q.query<EditionRow>(
    `select kind, locale, number, content, says_number, published_at, effective_from from program_pages.edition
      where ${OF_PAGE} and kind = $2 and locale = $3 order by number desc limit 1`,
    [program, kind, locale],
  );
  return row === undefined ? null : editionOf(row);
}

/** A version of the rules in one language. */
export interface RulesEdition {
  readonly version: number;
  readonly locale: PageLocale;
  readonly content: SectionContent<'rules'>;
  readonly publishedAt: Instant;
  readonly from: Instant;
  readonly publishedBy: string;
}

/**
 * Versions of a program's rules before one of them, newest first, each in every language that says it: the last text of each language.
 */
export async function rulesEditions(
  q: Queryable,
  program: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<RulesEdition[]> {
  const rows = await q.query<EditionRow & { readonly version: number; readonly published_by: string }>(
    `with asked as (
       select number as version from program_pages.edition
        where program = $1 and kind = 'rules' and locale = 'en' and ($2::int is null or number < $2)
        order by number desc limit $3)
     select distinct on (version, locale) version, kind, locale, number, content, says_number, published_at, effective_from, published_by
       from asked join program_pages.edition on says_number = version
      where program = $1 and kind = 'rules'
      order by version desc, locale, number desc`,
    [program, before, limit],
  );
  return rows.map((row) => ({
    version: row.version,
    locale: row.locale,
    content: contentOf('rules', row.content),
    publishedAt: row.published_at,
    from: row.effective_from,
    publishedBy: row.published_by,
  }));
}

export interface Owner {
  readonly advertiserOrg: string | null;
}

export async function insertEdition(
  q: Queryable,
  { program, kind, locale, advertiserOrg }: SectionName & Owner,
  edition: Pick<Edition, 'number' | 'content' | 'saysNumber' | 'publishedAt' | 'changedAt'>,
  actor: string,
): Promise<void> {
  await q.query(
    `insert into program_pages.edition
       (program, advertiser_org, kind, locale, number, content, says_number, published_at, effective_from, published_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      program,
      advertiserOrg,
      kind,
      locale,
      edition.number,
      JSON.stringify(edition.content),
      edition.saysNumber,
      sqlInstant(edition.publishedAt),
      sqlInstant(edition.changedAt),
      actor,
    ],
  );
}

interface DraftRow {
  readonly kind: SectionKind;
  readonly locale: PageLocale;
  readonly content: unknown;
  readonly saved_at: Instant;
  readonly saved_by: string;
}

const draftOf = (row: DraftRow): Draft => ({
  content: contentOf(row.kind, row.content),
  savedAt: row.saved_at,
  savedBy: row.saved_by,
});

export async function draftsOf(
  q: Queryable,
  program: string | null,
): Promise<{ readonly kind: SectionKind; readonly locale: PageLocale; readonly draft: Draft }[]> {
  const rows = await q.query<DraftRow>(
    `select kind, locale, content, saved_at, saved_by from program_pages.draft where ${OF_PAGE}`,
    [program],
  );
  return rows.map((row) => ({ kind: row.kind, locale: row.locale, draft: draftOf(row) }));
}

/** The draft, held against other changes until the transaction ends. */
export async function lockedDraft(q: Queryable, { program, kind, locale }: SectionName): Promise<Draft | null> {
  const [row] = await q.query<DraftRow>(
    `select kind, locale, content, saved_at, saved_by from program_pages.draft
      where ${OF_PAGE} and kind = $2 and locale = $3 for update`,
    [program, kind, locale],
  );
  return row === undefined ? null : draftOf(row);
}

export async function putDraft(
  q: Queryable,
  { program, kind, locale, advertiserOrg }: SectionName & Owner,
  { content, savedAt, savedBy }: Draft,
): Promise<void> {
  await q.query(
    `insert into program_pages.draft (program, advertiser_org, kind, locale, content, saved_at, saved_by)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict on constraint draft_of do update
       set content = excluded.content, saved_at = excluded.saved_at, saved_by = excluded.saved_by`,
    [program, advertiserOrg, kind, locale, JSON.stringify(content), sqlInstant(savedAt), savedBy],
  );
}

/** Whether there was one. */
export async function removeDraft(q: Queryable, { program, kind, locale }: SectionName): Promise<boolean> {
  const rows = await q.query(
    `delete from program_pages.draft where ${OF_PAGE} and kind = $2 and locale = $3 returning kind`,
    [program, kind, locale],
  );
  return rows.length > 0;
}

/** Two publications of one section wait for each other, so that each edition gets a number of its own. */
export async function lockSection(
  q: Queryable,
  { program, kind }: Pick<SectionName, 'program' | 'kind'>,
): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('program-pages:' || $1, 0))`, [
    `${program ?? ''}/${kind}`,
  ]);
}
