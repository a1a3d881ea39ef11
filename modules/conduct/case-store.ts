import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { CaseFile, CaseOrigin, CaseStatus, Note, ScaleStep } from './model.ts';
import type { Cursor } from './store.ts';

interface CaseRow {
  readonly case_id: string;
  readonly program: string;
  readonly advertiser_org: string;
  readonly publisher_org: string;
  readonly ad_space_id: string | null;
  readonly rule: string;
  readonly rule_number: number | null;
  readonly rules_version: number | null;
  readonly origin: CaseOrigin;
  readonly evidence: string;
  readonly status: CaseStatus;
  readonly happened_at: Instant;
  readonly opened_by: string;
  readonly opened_at: Instant;
  readonly closed_by: string | null;
  readonly closed_at: Instant | null;
}

function caseOf(row: CaseRow): CaseFile {
  const { closed_by: by, closed_at: at } = row;
  return {
    id: row.case_id,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    publisherOrg: row.publisher_org,
    adSpaceId: row.ad_space_id,
    rule: row.rule,
    ruleNumber: row.rule_number,
    rulesVersion: row.rules_version,
    origin: row.origin,
    evidence: row.evidence,
    status: row.status,
    happenedAt: row.happened_at,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    closed: by === null || at === null ? null : { by, at },
  };
}

export async function insertCase(q: Queryable, file: CaseFile): Promise<void> {
  await q.query(
    `insert into conduct.case_file (case_id, program, advertiser_org, publisher_org, ad_space_id, rule, rule_number,
       rules_version, origin, evidence, status, opened_by, opened_at, happened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13)`,
    [
      file.id,
      file.program,
      file.advertiserOrg,
      file.publisherOrg,
      file.adSpaceId,
      file.rule,
      file.ruleNumber,
      file.rulesVersion,
      file.origin,
      file.evidence,
      file.openedBy,
      sqlInstant(file.openedAt),
      sqlInstant(file.happenedAt),
    ],
  );
}

export async function caseById(q: Queryable, id: string): Promise<CaseFile | null> {
  const [row] = await q.query<CaseRow>('select * from conduct.case_file where case_id = $1', [id]);
  return row === undefined ? null : caseOf(row);
}

export async function lockedCase(q: Queryable, id: string): Promise<CaseFile | null> {
  const [row] = await q.query<CaseRow>('select * from conduct.case_file where case_id = $1 for update', [id]);
  return row === undefined ? null : caseOf(row);
}

/** An open case about the same rule and place: a second report of one thing is a note on the first. */
export async function openCaseAbout(
  q: Queryable,
  about: Pick<CaseFile, 'program' | 'publisherOrg' | 'adSpaceId' | 'rule'>,
): Promise<CaseFile | null> {
  const [row] = await q.query<CaseRow>(
    `select * from conduct.case_file
      where publisher_org = $1 and program = $2 and ad_space_id is not distinct from $3 and rule = $4 and status = 'open'
      order by opened_at limit 1`,
    [about.publisherOrg, about.program, about.adSpaceId, about.rule],
  );
  return row === undefined ? null : caseOf(row);
}

export async function closeCase(
  q: Queryable,
  id: string,
  closed: { readonly status: 'dismissed' | 'sanctioned'; readonly by: string; readonly at: Instant },
): Promise<void> {
  await q.query('update conduct.case_file set status = $2, closed_by = $3, closed_at = $4 where case_id = $1', [
    id,
    closed.status,
    closed.by,
    sqlInstant(closed.at),
  ]);
}

export interface CaseFilter {
  readonly status: CaseStatus | null;
  readonly program: string | null;
  readonly publisherOrg: string | null;
  readonly rule: string | null;
}

/** A page of cases, newest first. */
export async function casesBefore(
  q: Queryable,
  filter: CaseFilter,
  before: Cursor | null,
  limit: number,
): Promise<CaseFile[]> {
  const rows = await q.query<CaseRow>(
    `select * from conduct.case_file
      where ($1::text is null or status = $1) and ($2::text is null or program = $2)
        and ($3::uuid is null or publisher_org = $3) and ($4::text is null or rule = $4)
        and ($5::timestamptz is null or (opened_at, case_id) < ($5, $6::uuid))
      order by opened_at desc, case_id desc limit $7`,
    [
      filter.status,
      filter.program,
      filter.publisherOrg,
      filter.rule,
      before === null ? null : sqlInstant(before.at),
      before?.id ?? null,
      limit,
    ],
  );
  return rows.map(caseOf);
}

/** Open cases, and sanctions that their publishers object to: what waits for somebody of the network. */
export async function countWaiting(q: Queryable): Promise<{
  readonly cases: number;
  readonly oldestCase: Instant | null;
  readonly appeals: number;
  readonly oldestAppeal: Instant | null;
}> {
  const [cases] = await q.query<{ waiting: number; oldest: Instant | null }>(
    `select count(*)::int as waiting, min(opened_at) as oldest from conduct.case_file where status = 'open'`,
  );
  const [appeals] = await q.query<{ waiting: number; oldest: Instant | null }>(
    `select count(*)::int as waiting, min(appealed_at) as oldest from conduct.sanction
      where appealed_at is not null and lifted_at is null and appeal_answered_at is null`,
  );
  return {
    cases: cases?.waiting ?? 0,
    oldestCase: cases?.oldest ?? null,
    appeals: appeals?.waiting ?? 0,
    oldestAppeal: appeals?.oldest ?? null,
  };
}

export async function insertNote(q: Queryable, id: string, caseId: string, note: Note): Promise<void> {
  await q.query('insert into conduct.note (note_id, case_id, at, by_whom, text) values ($1, $2, $3, $4, $5)', [
    id,
    caseId,
    sqlInstant(note.at),
    note.by,
    note.text,
  ]);
}

/** Oldest first. */
export async function notesOf(q: Queryable, caseId: string, limit: number): Promise<Note[]> {
  return q.query<Note & object>(
    'select at, by_whom as by, text from conduct.note where case_id = $1 order by at, note_id limit $2',
    [caseId, limit],
  );
}

/** Where the program departs from the network's scale. */
export async function scaleOf(q: Queryable, program: string): Promise<ScaleStep[]> {
  return q.query<ScaleStep & object>(
    'select rule, first_level as first, again_level as again from conduct.scale where program = $1',
    [program],
  );
}

export async function putScale(
  q: Queryable,
  program: string,
  step: ScaleStep,
  by: { readonly actor: string; readonly at: Instant },
): Promise<void> {
  await q.query(
    `insert into conduct.scale (program, rule, first_level, again_level, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (program, rule) do update set first_level = excluded.first_level, again_level = excluded.again_level,
       changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    [program, step.rule, step.first, step.again, by.actor, sqlInstant(by.at)],
  );
}

/** For how many days publishers of a program may object; `null`: as everywhere in the network. */
export async function appealPeriod(q: Queryable, program: string): Promise<number | null> {
  const [row] = await q.query<{ days: number }>('select days from conduct.appeal_period where program = $1', [program]);
  return row?.days ?? null;
}

export async function putAppealPeriod(
  q: Queryable,
  program: string,
  days: number,
  by: { readonly actor: string; readonly at: Instant },
): Promise<void> {
  await q.query(
    `insert into conduct.appeal_period (program, days, changed_by, changed_at) values ($1, $2, $3, $4)
     on conflict (program) do update set days = excluded.days, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    [program, days, by.actor, sqlInstant(by.at)],
  );
}
