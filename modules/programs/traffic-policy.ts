import { ok, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import type { TrafficTypeRule, TrafficTypeStatus } from './model.ts';
import { headingStatus } from './rules.ts';
import type { By } from './service.ts';
import { trafficKindList } from './traffic-kinds.ts';

type OwnStatus = Exclude<TrafficTypeStatus, 'restricted'>;

/** What the network says about a kind of traffic, and what its programs say. */
export interface TrafficPolicyRow extends TrafficTypeRule {
  readonly isHeading: boolean;
  readonly changed: { readonly by: string; readonly at: Instant } | null;
  /** How many programs that have a table say what about it. */
  readonly programs: Readonly<Record<TrafficTypeStatus, number>>;
}

interface DefaultRow {
  readonly kind: string;
  readonly status: OwnStatus;
  readonly changed_by: string;
  readonly changed_at: Instant;
}

/** The network's table in the order in which it is shown; a kind about which nothing was said is allowed. */
export async function trafficPolicy(q: Queryable): Promise<TrafficPolicyRow[]> {
  const defaults = new Map(
    (await q.query<DefaultRow>('select * from programs.traffic_default')).map((row) => [row.kind, row]),
  );
  const said = await q.query<{ key: string; status: TrafficTypeStatus; programs: number }>(
    'select key, status, count(*)::int as programs from programs.traffic_type group by 1, 2',
  );
  const table = tableOf(new Map([...defaults].map(([kind, { status }]) => [kind, status])));
  return table.map((rule) => {
    const row = defaults.get(rule.key);
    const programs = { allowed: 0, by_agreement: 0, prohibited: 0, restricted: 0 };
    for (const { key, status, programs: count } of said) if (key === rule.key) programs[status] += count;
    const changed = row === undefined ? null : { by: row.changed_by, at: row.changed_at };
    return { ...rule, isHeading: isHeading(rule.key), changed, programs };
  });
}

/** The table that a new program begins with; empty, which takes every kind, while the network has said nothing. */
export async function defaultTrafficTable(q: Queryable): Promise<TrafficTypeRule[]> {
  const rows = await q.query<DefaultRow>('select * from programs.traffic_default');
  return rows.length === 0 ? [] : tableOf(new Map(rows.map(({ kind, status }) => [kind, status])));
}

/** Changes what new programs begin with; those that are there keep their tables. Needs a system transaction. Refuses `field_invalid`. */
export async function setTrafficPolicy(
  tx: Tx,
  chosen: readonly { readonly key: string; readonly status: OwnStatus }[],
  { at, actor }: By,
): Promise<Result<true>> {
  const known = new Set(trafficKindList.map(({ key }) => key).filter((key) => !isHeading(key)));
  const wrong = chosen.find(({ key }) => !known.has(key));
  if (wrong !== undefined) {
    const value = shownValue(wrong.key);
    const detail = `kinds: expected kinds that are no headings; got ${value}.`;
    const extra = { allowed: [...known] };
    return refused({ code: 'field_invalid', field: 'kinds', value, detail, extra, expected: { kind: 'listed' } });
  }
  await tx.query(
    `insert into programs.traffic_default (kind, status, changed_by, changed_at)
     select kind, status, $3, $4 from unnest($1::text[], $2::text[]) as chosen (kind, status)
     on conflict (kind) do update set status = excluded.status, changed_by = excluded.changed_by, changed_at = excluded.changed_at
     where traffic_default.status <> excluded.status`,
    [chosen.map(({ key }) => key), chosen.map(({ status }) => status), actor, sqlInstant(at)],
  );
  const detail = { kinds: Object.fromEntries(chosen.map(({ key, status }) => [key, status])) };
  await recordAudit(tx, { at, actor, orgId: null, action: 'traffic_policy.changed', subject: 'network', detail });
  return ok(true);
}

function isHeading(key: string): boolean {
  return trafficKindList.some(({ parent }) => parent === key);
}

function tableOf(statuses: ReadonlyMap<string, OwnStatus>): TrafficTypeRule[] {
  const rows = trafficKindList.map((kind) => ({ ...kind, status: statuses.get(kind.key) ?? ('allowed' as const) }));
  return rows.map((row) => ({ ...row, status: headingStatus(rows, row.key) ?? row.status }));
}
