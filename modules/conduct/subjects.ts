import type { Queryable } from '../../platform/db/index.ts';
import { idsOf } from '../accounts/index.ts';
import type { Accused } from './model.ts';
import { namesOf } from './names.ts';

interface SubjectRow {
  readonly subject: string;
  readonly case_id: string;
  readonly program: string;
  readonly advertiser_org: string;
  readonly publisher_org: string;
  readonly ad_space_id: string | null;
}

/** The case of each of these subjects of the audit, `case:…` and `sanction:…`, and whom it is about. Needs a system transaction. */
export async function casesOfSubjects(
  q: Queryable,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, { readonly caseId: string; readonly name: string }>> {
  const [cases, sanctions] = [idsOf(subjects, 'case'), idsOf(subjects, 'sanction')];
  if (cases.length + sanctions.length === 0) return new Map();
  const rows = await q.query<SubjectRow>(
    `select 'case:' || case_id as subject, case_id, program, advertiser_org, publisher_org, ad_space_id
       from conduct.case_file where case_id = any ($1::uuid[])
     union all
     select 'sanction:' || sanction_id, case_id, program, advertiser_org, publisher_org, ad_space_id
       from conduct.sanction where sanction_id = any ($2::uuid[])`,
    [cases, sanctions],
  );
  const names = await namesOf(q, rows.map(accusedOf));
  return new Map(
    rows.map((row) => {
      const { publisherOrg, adSpaceId, program } = accusedOf(row);
      const name = `${names.adSpace(adSpaceId) ?? names.publisher(publisherOrg)} → ${names.program(program)}`;
      return [row.subject, { caseId: row.case_id, name }];
    }),
  );
}

function accusedOf(row: SubjectRow): Accused {
  const { program, advertiser_org: advertiserOrg, publisher_org: publisherOrg, ad_space_id: adSpaceId } = row;
  return { program, advertiserOrg, publisherOrg, adSpaceId };
}
