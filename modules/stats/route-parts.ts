import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { currencyExponent, type Decimal, formatDecimal, formatMinor } from '../../core/money/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import type { ExportFormat } from '../../platform/files/index.ts';
import { refuse } from '../../platform/http/index.ts';
import type { Caller } from '../accounts/index.ts';

/** What the routes of statistics share. */

export interface RoutesDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export type App = Parameters<FastifyPluginAsyncZod>[0];

/** Row-level security lets a publisher and an advertiser see their own; the operator's view of everything is the system's. */
export function actorOf(caller: Caller): Actor {
  return caller.kind === 'operator' ? { role: 'system' } : { role: 'app', org: caller.orgId };
}

export function amount(minor: bigint, currency: string): string {
  return formatMinor(minor, currencyExponent(currency) ?? 2);
}

export function decimalText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

export const exportFormats = ['csv', 'jsonl'] as const satisfies readonly ExportFormat[];

/** Rows of one file: some hundreds of MB. Who needs more takes a part of the period after the other. */
export const EXPORT_ROWS_MAX = 2_000_000;

export function tooLarge(): never {
  const detail = `There are more rows than ${EXPORT_ROWS_MAX}.`;
  const value = `> ${EXPORT_ROWS_MAX}`;
  return refuse({ code: 'export_too_large', field: 'since', value, detail, extra: { max: EXPORT_ROWS_MAX } });
}
