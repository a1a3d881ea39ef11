import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

/** What a person is writing. */
export interface TermsDraft {
  readonly text: string;
  readonly basedOn: number;
  readonly revision: number;
  readonly savedAt: Instant;
}

export async function draftOf(q: Queryable, program: string, author: string): Promise<TermsDraft | null> {
  const [row] = await q.query<TermsDraft>(
    `select text, based_on as "basedOn", revision, saved_at as "savedAt" from terms.draft where program = $1 and author = $2`,
    [program, author],
  );
  return row ?? null;
}

/** Saves over the revision that its author has seen (0: none); `null` when another one is there. */
export async function saveDraft(
  q: Queryable,
  key: { readonly program: string; readonly author: string; readonly advertiserOrg: string },
  draft: TermsDraft,
): Promise<TermsDraft | null> {
  const { text, basedOn, revision, savedAt } = draft;
  const rows = await q.query<TermsDraft>(
    `insert into terms.draft (program, author, advertiser_org, based_on, text, revision, saved_at)
     select $1, $2, $3, $4, $5, $6::integer + 1, $7
      where $6::integer = 0 or exists (select from terms.draft d where d.program = $1 and d.author = $2)
     on conflict (program, author) do update set based_on = excluded.based_on, text = excluded.text, revision = draft.revision + 1,
       saved_at = excluded.saved_at
     where draft.revision = $6::integer
     returning text, based_on as "basedOn", revision, saved_at as "savedAt"`,
    [key.program, key.author, key.advertiserOrg, basedOn, text, revision, sqlInstant(savedAt)],
  );
  return rows[0] ?? null;
}

export async function deleteDraft(q: Queryable, program: string, author: string): Promise<void> {
  await q.query('delete from terms.draft where program = $1 and author = $2', [program, author]);
}
