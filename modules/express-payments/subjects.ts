import { formatMoney } from '../../core/money/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { idsOf, organisationNames } from '../accounts/index.ts';

interface SubjectRow {
  readonly id: string;
  readonly org: string;
  readonly currency: string;
  readonly minor: bigint;
}

/** What these subjects of the audit, `express_payment:…`, are called, and whose they are. Needs a system transaction. */
export async function paymentsOfSubjects(
  q: Queryable,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly orgId: string }>> {
  const ids = idsOf(subjects, 'express_payment');
  if (ids.length === 0) return new Map();
  const rows = await q.query<SubjectRow>(
    `select payment_id as id, publisher_org as org, currency, advanced_minor as minor from express.payment
      where payment_id = any ($1::uuid[])`,
    [ids],
  );
  const names = await organisationNames(
    q,
    rows.map(({ org }) => org),
  );
  return new Map(
    rows.map(({ id, org, currency, minor }) => {
      const name = `${names.get(org) ?? org}, ${formatMoney({ minor, currency })}`;
      return [`express_payment:${id}`, { name, orgId: org }];
    }),
  );
}
