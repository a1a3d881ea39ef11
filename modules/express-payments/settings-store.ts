import { DECIMAL_ZERO, type Decimal, formatDecimal, parseDecimal } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { Bounds, Settings } from './model.ts';

const NONE: Settings = {
  version: 0,
  enabled: false,
  feePercent: DECIMAL_ZERO,
  accountDays: 0,
  fundedActions: 0,
  bounds: [],
  changed: null,
};

interface SettingsRow {
  readonly version: number;
  readonly enabled: boolean;
  readonly fee: string;
  readonly account_days: number;
  readonly funded_actions: number;
  readonly changed_by: string;
  readonly changed_at: Instant;
}

/** What is in force; nothing is offered while nobody has decided. */
export async function currentSettings(q: Queryable): Promise<Settings> {
  const [row] = await q.query<SettingsRow>(
    `select version, enabled, fee_percent::text as fee, account_days, funded_actions, changed_by, changed_at
       from express.settings order by version desc limit 1`,
  );
  if (row === undefined) return NONE;
  const bounds = await q.query<Bounds>(
    `select currency, per_publisher_minor as "perPublisher", in_all_minor as "inAll", minimum_minor as "minimum"
       from express.bounds where version = $1 order by currency`,
    [row.version],
  );
  return {
    version: row.version,
    enabled: row.enabled,
    feePercent: decimalOf(row.fee),
    accountDays: row.account_days,
    fundedActions: row.funded_actions,
    bounds,
    changed: { by: row.changed_by, at: row.changed_at },
  };
}

export async function insertSettings(
  q: Queryable,
  settings: Settings & { readonly changed: { readonly by: string; readonly at: Instant } },
): Promise<void> {
  const { version, enabled, feePercent, accountDays, fundedActions, bounds, changed } = settings;
  await q.query(
    `insert into express.settings (version, enabled, fee_percent, account_days, funded_actions, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [version, enabled, formatDecimal(feePercent), accountDays, fundedActions, changed.by, sqlInstant(changed.at)],
  );
  await q.query(
    `insert into express.bounds (version, currency, per_publisher_minor, in_all_minor, minimum_minor)
     select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[])`,
    [
      version,
      bounds.map(({ currency }) => currency),
      bounds.map(({ perPublisher }) => perPublisher),
      bounds.map(({ inAll }) => inAll),
      bounds.map(({ minimum }) => minimum),
    ],
  );
}

/** A number as the database writes it. */
export function decimalOf(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`express-payments: '${text}' is no decimal`);
  return parsed;
}
