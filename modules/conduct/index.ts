import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { caseRoutes } from './case-routes.ts';
import type { ConductRoutes } from './routes.ts';
import { sanctionRoutes } from './sanction-routes.ts';

export { answerAppeal, appealSanction } from './appeal.ts';
export { setAppealDays } from './appeal-period.ts';
export { countWaiting } from './case-store.ts';
export {
  type ConductDeps,
  dismissCase,
  type NewCase,
  noteOnCase,
  openCase,
  type PublishedRules,
  setScale,
} from './cases.ts';
export { cursorOf, pageOf } from './cursor.ts';
export { liftSanction } from './lift.ts';
export type { CaseFile, ConductRule, Effect, Level, Sanction } from './model.ts';
export { conductRules } from './model.ts';
export type { ConductRoutes } from './routes.ts';
export { foreseen, type Judgement, type SanctionDeps, sanctionAtOnce, sanctionCase } from './sanctions.ts';
export { barringProgram, type Place } from './store.ts';
export { casesOfSubjects } from './subjects.ts';
export { voidedPlaces } from './voided.ts';

/** Rules, cases and complaints, sanctions. */
export function conductRoutes(deps: ConductRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(caseRoutes(deps));
    await app.register(sanctionRoutes(deps));
  };
}
