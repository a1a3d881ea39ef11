import type { ViolationCode } from '../../core/commission/facts/facts.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { Appeal, Effect, Level, Sanction } from './model.ts';

interface SanctionRow {
  readonly sanction_id: string;
  readonly case_id: string;
  readonly program: string;
  readonly advertiser_org: string;
  readonly publisher_org: string;
  readonly ad_space_id: string | null;
  readonly level: Level;
  readonly rule: string;
  readonly rule_number: number | null;
  readonly rules_version: number | null;
  readonly violation: ViolationCode | null;
  readonly reason: string;
  readonly imposed_by: string;
  readonly imposed_at: Instant;
  readonly effect: Effect;
  readonly appeal: string | null;
  readonly appealed_at: Instant | null;
  readonly appeal_until: Instant;
  readonly appeal_answer: string | null;
  readonly appeal_answered_by: string | null;
  readonly appeal_answered_at: Instant | null;
  readonly lifted_by: string | null;
  readonly lifted_at: Instant | null;
  readonly lifted_reason: string | null;
}

function sanctionOf(row: SanctionRow): Sanction {
  const { lifted_by: by, lifted_at: at, lifted_reason: reason } = row;
  return {
    id: row.sanction_id,
    caseId: row.case_id,
    program: row.program,
    advertiserOrg: row.advertiser_org,
    publisherOrg: row.publisher_org,
    adSpaceId: row.ad_space_id,
    level: row.level,
    rule: row.rule,
    ruleNumber: row.rule_number,
    rulesVersion: row.rules_version,
    violation: row.violation,
    reason: row.reason,
    imposedBy: row.imposed_by,
    imposedAt: row.imposed_at,
    effect: row.effect,
    appeal: appealOf(row),
    appealUntil: row.appeal_until,
    lifted: by === null || at === null || reason === null ? null : { by, at, reason },
  };
}

function appealOf(row: SanctionRow): Appeal | null {
  const { appeal: text, appealed_at: at } = row;
  const { appeal_answer: answer, appeal_answered_by: by, appeal_answered_at: answeredAt } = row;
  if (text === null || at === null) return null;
  const isAnswered = answer !== null && by !== null && answeredAt !== null;
  return { text, at, answer: isAnswered ? { text: answer, by, at: answeredAt } : null };
}

/** The program of a sanction in force that is more than a warning, whichever came first; `null` where there is none. */
export async function barringProgram(q: Queryable, publisherOrg: string): Promise<string | null> {
  const [row] = await q.query<{ program: string }>(
    `select program from conduct.sanction where publisher_org = $1 and lifted_at is null and level <> 'warning'
      order by imposed_at limit 1`,
    [publisherOrg],
  );
  return row?.program ?? null;
}

/** One after the other, whoever is sanctioned: two at once would count and stop the same things. */
export async function lockPublisher(q: Queryable, publisherOrg: string, program: string): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(hashtextextended('conduct:' || $1 || '/' || $2, 0))`, [
    publisherOrg,
    program,
  ]);
}

/**
 * Waits for the sanctions that are being imposed on these publishers, and makes those to come wait until this transaction has ended: an
 * order that looks for sanctions and a sanction that looks for orders never miss each other. Orders do not wait for orders.
 */
export async function awaitSanctions(
  q: Queryable,
  places: readonly Pick<Place, 'program' | 'publisherOrg'>[],
): Promise<void> {
  const names = [...new Set(places.map(({ publisherOrg, program }) => `conduct:${publisherOrg}/${program}`))].sort();
  await q.query(
    'select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from unnest($1::text[]) with ordinality as asked (name, place) order by place',
    [names],
  );
}

export async function insertSanction(q: Queryable, sanction: Sanction): Promise<void> {
  await q.query(
    `insert into conduct.sanction (sanction_id, case_id, program, advertiser_org, publisher_org, ad_space_id, level, rule,
       rule_number, rules_version, violation, reason, imposed_by, imposed_at, effect, appeal_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      sanction.id,
      sanction.caseId,
      sanction.program,
      sanction.advertiserOrg,
      sanction.publisherOrg,
      sanction.adSpaceId,
      sanction.level,
      sanction.rule,
      sanction.ruleNumber,
      sanction.rulesVersion,
      sanction.violation,
      sanction.reason,
      sanction.imposedBy,
      sqlInstant(sanction.imposedAt),
      JSON.stringify(sanction.effect),
      sqlInstant(sanction.appealUntil),
    ],
  );
}

export async function setAppeal(q: Queryable, id: string, appeal: Pick<Appeal, 'text' | 'at'>): Promise<void> {
  await q.query('update conduct.sanction set appeal = $2, appealed_at = $3 where sanction_id = $1', [
    id,
    appeal.text,
    sqlInstant(appeal.at),
  ]);
}

export async function setAnswer(q: Queryable, id: string, answer: NonNullable<Appeal['answer']>): Promise<void> {
  await q.query(
    'update conduct.sanction set appeal_answer = $2, appeal_answered_by = $3, appeal_answered_at = $4 where sanction_id = $1',
    [id, answer.text, answer.by, sqlInstant(answer.at)],
  );
}

export async function setLifted(
  q: Queryable,
  id: string,
  lifted: { readonly by: string; readonly at: Instant; readonly reason: string },
): Promise<void> {
  await q.query(
    'update conduct.sanction set lifted_by = $2, lifted_at = $3, lifted_reason = $4 where sanction_id = $1',
    [id, lifted.by, sqlInstant(lifted.at), lifted.reason],
  );
}

export async function sanctionById(q: Queryable, id: string): Promise<Sanction | null> {
  const [row] = await q.query<SanctionRow>('select * from conduct.sanction where sanction_id = $1', [id]);
  return row === undefined ? null : sanctionOf(row);
}

/** The sanction, held against other changes until the transaction ends. */
export async function lockedSanction(q: Queryable, id: string): Promise<Sanction | null> {
  const [row] = await q.query<SanctionRow>('select * from conduct.sanction where sanction_id = $1 for update', [id]);
  return row === undefined ? null : sanctionOf(row);
}

export async function sanctionsOfCase(q: Queryable, caseId: string): Promise<Sanction[]> {
  const rows = await q.query<SanctionRow>(
    'select * from conduct.sanction where case_id = $1 order by imposed_at, sanction_id',
    [caseId],
  );
  return rows.map(sanctionOf);
}

/** What a publisher was sanctioned with in a program, newest first. */
export async function sanctionsAgainst(q: Queryable, publisherOrg: string, program: string): Promise<Sanction[]> {
  const rows = await q.query<SanctionRow>(
    'select * from conduct.sanction where publisher_org = $1 and program = $2 order by imposed_at desc, sanction_id',
    [publisherOrg, program],
  );
  return rows.map(sanctionOf);
}

/** Where a page goes on: by time, then id. */
export interface Cursor {
  readonly at: Instant;
  readonly id: string;
}

export interface SanctionFilter {
  readonly program: string | null;
  readonly publisherOrg: string | null;
  readonly level: Level | null;
  readonly standing: 'in_force' | 'lifted' | 'appealed' | null;
}

/** A page of the sanctions that the reader may see, newest first. */
export async function sanctionsBefore(
  q: Queryable,
  filter: SanctionFilter,
  before: Cursor | null,
  limit: number,
): Promise<Sanction[]> {
  const rows = await q.query<SanctionRow>(
    `select * from conduct.sanction
      where ($1::text is null or program = $1) and ($2::uuid is null or publisher_org = $2)
        and ($3::text is null or level = $3)
        and case $4 when 'in_force' then lifted_at is null when 'lifted' then lifted_at is not null
              when 'appealed' then appealed_at is not null and lifted_at is null and appeal_answered_at is null else true end
        and ($5::timestamptz is null or (imposed_at, sanction_id) < ($5, $6::uuid))
      order by imposed_at desc, sanction_id desc limit $7`,
    [
      filter.program,
      filter.publisherOrg,
      filter.level,
      filter.standing ?? 'all',
      before === null ? null : sqlInstant(before.at),
      before?.id ?? null,
      limit,
    ],
  );
  return rows.map(sanctionOf);
}

export interface Stopped {
  readonly adSpaceId: string;
  readonly blockedBefore: boolean;
}

export async function insertStopped(q: Queryable, sanctionId: string, stopped: readonly Stopped[]): Promise<void> {
  await q.query(
    `insert into conduct.stopped (sanction_id, ad_space_id, blocked_before)
     select $1, * from unnest($2::uuid[], $3::boolean[])`,
    [sanctionId, stopped.map(({ adSpaceId }) => adSpaceId), stopped.map(({ blockedBefore }) => blockedBefore)],
  );
}

/** What of its ad spaces a sanction alone holds: none that another sanction in force holds, or somebody else had blocked. */
export async function heldAloneBy(q: Queryable, sanctionId: string): Promise<string[]> {
  const rows = await q.query<{ ad_space_id: string }>(
    `select mine.ad_space_id
       from conduct.stopped mine join conduct.sanction own on own.sanction_id = mine.sanction_id
      where mine.sanction_id = $1 and not mine.blocked_before and not exists (
        select from conduct.stopped other join conduct.sanction s on s.sanction_id = other.sanction_id
          where other.ad_space_id = mine.ad_space_id and s.program = own.program and s.lifted_at is null
            and s.sanction_id <> $1)
      order by 1`,
    [sanctionId],
  );
  return rows.map((row) => row.ad_space_id);
}

/** Of these ad spaces, those that some sanction in force has stopped in the program. */
export async function heldBySanctions(
  q: Queryable,
  program: string,
  adSpaceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await q.query<{ ad_space_id: string }>(
    `select distinct x.ad_space_id from conduct.stopped x join conduct.sanction s using (sanction_id)
      where x.ad_space_id = any ($2) and s.program = $1 and s.lifted_at is null and not x.blocked_before`,
    [program, adSpaceIds],
  );
  return new Set(rows.map((row) => row.ad_space_id));
}

/** A click's place: whose ad space, in which program. */
export interface Place {
  readonly program: string;
  readonly publisherOrg: string;
  readonly adSpaceId: string;
}

/** Sanctions in force that void the actions of some of these publishers; few, and found by their key. */
export async function voidingSanctions(
  q: Queryable,
  places: readonly Pick<Place, 'program' | 'publisherOrg'>[],
): Promise<{ readonly program: string; readonly publisherOrg: string; readonly adSpaceId: string | null }[]> {
  const rows = await q.query<{ program: string; publisher_org: string; ad_space_id: string | null }>(
    `select program, publisher_org, ad_space_id from conduct.sanction
      where publisher_org = any ($1) and program = any ($2) and lifted_at is null
        and level in ('block_and_void', 'expelled')`,
    [[...new Set(places.map(({ publisherOrg }) => publisherOrg))], [...new Set(places.map(({ program }) => program))]],
  );
  return rows.map((row) => ({
    program: row.program,
    publisherOrg: row.publisher_org,
    adSpaceId: row.ad_space_id,
  }));
}
