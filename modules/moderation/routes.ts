import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { SendMail } from '../../contract/mail.ts';
import {
  moderationTotals,
  type TrafficPolicy,
  trafficPolicy,
  trafficPolicyChange,
} from '../../contract/wire/moderation.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable, Tx } from '../../platform/db/index.ts';
import { callerAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller, waitingOrganisations } from '../accounts/index.ts';
import { adSpacesIn } from '../ad-spaces/index.ts';
import { countWaiting } from '../conduct/index.ts';
import { waitingApplications } from '../partnerships/index.ts';
import { trafficPolicy as policyOf, setTrafficPolicy, waitingPrograms } from '../programs/index.ts';

export interface ModerationRoutes {
  readonly db: Database;
  readonly clock: Clock;
  /** Keeps a mail in the transaction of what it tells. */
  readonly sendMail: (tx: Tx, mail: SendMail) => Promise<void>;
}

export const SYSTEM = { role: 'system' } as const;
export const config = { access: callerAccess('moderation', 'operator') };

/** `GET /api/v1/moderation`: what waits, for the badges of the operator's cabinet; and the network's table of traffic kinds. */
export function overviewRoutes({ db, clock }: Pick<ModerationRoutes, 'db' | 'clock'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/moderation', { config, schema: { response: { 200: moderationTotals } } }, () =>
      db.transaction(SYSTEM, async (tx) => {
        const adSpaces = await adSpacesIn(tx, { status: 'pending', orgId: null, offset: 0, limit: 1 });
        const { cases, appeals, oldestCase, oldestAppeal } = await countWaiting(tx);
        return {
          organisations: queue(await waitingOrganisations(tx)),
          ad_spaces: queue({ waiting: adSpaces.total, oldest: adSpaces.oldest }),
          programs: queue(await waitingPrograms(tx)),
          applications: queue(await waitingApplications(tx)),
          cases: queue({ waiting: cases, oldest: oldestCase }),
          appeals: queue({ waiting: appeals, oldest: oldestAppeal }),
        };
      }),
    );

    const response = { 200: trafficPolicy };
    app.get('/api/v1/traffic-policy', { config, schema: { response } }, () => db.transaction(SYSTEM, shownPolicy));
    app.put('/api/v1/traffic-policy', { config, schema: { body: trafficPolicyChange, response } }, (request) => {
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await setTrafficPolicy(tx, request.body.kinds, by));
        return shownPolicy(tx);
      });
    });
  };
}

function queue({ waiting, oldest }: { readonly waiting: number; readonly oldest: Instant | null }) {
  return { waiting, oldest: oldest === null ? null : formatInstant(oldest) };
}

async function shownPolicy(q: Queryable): Promise<TrafficPolicy> {
  const rows = await policyOf(q);
  return {
    kinds: rows.map(({ key, parent, labelKey, status, isHeading, programs, changed }) => ({
      key,
      parent,
      label_key: labelKey,
      status,
      is_heading: isHeading,
      programs: { ...programs },
      changed: changed === null ? null : { by: changed.by, at: formatInstant(changed.at) },
    })),
  };
}
