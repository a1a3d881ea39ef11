import type { Queryable } from '../../platform/db/index.ts';
import type { Program, ProgramStatus, Recruiting } from './model.ts';
import { likeEach } from './offer-store.ts';
import { type ProgramRow, programOf } from './store.ts';

/** A page of one advertiser's programs, or of all, by code; of any status but those left out. */
export async function programsManaged(
  q: Queryable,
  asked: {
    readonly advertiserOrg: string | null;
    readonly status: ProgramStatus | null;
    readonly recruiting?: Recruiting['state'] | null;
    /** Each is in the name or the code. */
    readonly words?: readonly string[];
    readonly codes?: readonly string[] | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<Program[]> {
  const rows = await q.query<ProgramRow>(
    `select * from programs.program
      where program > $1 and ($2::uuid is null or advertiser_org = $2) and ($3::text is null or status = $3)
        and ($4::text is null or recruiting_state = $4)
        and (name || ' ' || program) ilike all ($6::text[]) and ($7::text[] is null or program = any ($7))
      order by program limit $5`,
    [
      asked.after,
      asked.advertiserOrg,
      asked.status,
      asked.recruiting ?? null,
      asked.limit,
      likeEach(asked.words ?? []),
      asked.codes ?? null,
    ],
  );
  return rows.map(programOf);
}
