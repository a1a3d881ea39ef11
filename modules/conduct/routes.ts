import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { SanctionDeps } from './sanctions.ts';

export interface ConductRoutes extends SanctionDeps {
  readonly db: Database;
  readonly clock: Clock;
}
