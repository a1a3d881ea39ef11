import { shownValue } from '../../contract/errors/index.ts';
import { type Instant, parseInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable } from '../../platform/db/index.ts';
import { refuse } from '../../platform/http/index.ts';
import { programsByCodes } from '../programs/index.ts';
import type { Payment } from './model.ts';
import type { StandingDeps } from './standing.ts';

export interface ExpressRoutes extends StandingDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export const SYSTEM = { role: 'system' } as const;

/** What programs are called. */
export async function programNames(q: Queryable, codes: readonly string[]): Promise<(code: string) => string> {
  const programs = await programsByCodes(q, [...new Set(codes)]);
  return (code) => programs.get(code)?.name ?? code;
}

export function programsOf(payments: readonly Payment[]): string[] {
  return payments.flatMap(({ parts }) => parts.map(({ program }) => program));
}

export function readInstant(field: string, text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  const detail = `${field}: expected ${parsed.error.expected}.`;
  return refuse({ code: 'field_invalid', field, value: shownValue(text), detail, expected: { kind: 'instant' } });
}
