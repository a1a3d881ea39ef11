import { z } from 'zod';
import {
  type OwnQuality,
  ownQuality,
  type QualityAnswer,
  qualityAnswer,
  qualityQuery,
} from '../../../contract/wire/quality.ts';
import { dayAt } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { callerAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../../accounts/index.ts';
import { criticalIndicators, LOW_CR_CLICKS_MIN, NO_ACTIONS_CLICKS_MIN, type ProgramFact } from '../model.ts';
import { settleClicks } from '../record.ts';
import { type App, amount, type RoutesDeps } from '../route-parts.ts';
import { programsNamed, programsReached, type SpaceDay, type SpaceSales, salesOfDay, spacesOfDay } from '../store.ts';

export interface QualityRoutes extends RoutesDeps {
  /** What ad spaces are called and whose they are, by id; later modules know them. */
  readonly adSpaces: (q: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, NamedSpace>>;
}

export interface NamedSpace {
  readonly name: string;
  readonly publisher: { readonly id: string; readonly name: string };
}

const SYSTEM = { role: 'system' } as const;
const CONVERSION_DIGITS = 6;

/**
 * `GET /api/v1/programs/{code}/quality`: the traffic of a day by ad space, with the critical indicators it raises (S-119 … S-122);
 * `GET /api/v1/quality` tells a publisher the same of its own.
 */
export function qualityRoutes({ db, clock, adSpaces }: QualityRoutes) {
  /** Of the ad spaces that the transaction may see. */
  const qualityOf = async (q: Queryable, program: ProgramFact, day: string): Promise<QualityAnswer> => {
    const code = program.program;
    const [spaces, sales] = [await spacesOfDay(q, code, day), await salesOfDay(q, code, day)];
    const named = await adSpaces(
      q,
      spaces.map(({ adSpaceId }) => adSpaceId),
    );
    return { program: code, day, time_zone: program.timeZone, limits, ad_spaces: shown(spaces, sales, named) };
  };
  return async (app: App): Promise<void> => {
    const params = z.object({ code: z.string().max(100) });
    const schema = { params, querystring: qualityQuery, response: { 200: qualityAnswer } };
    const config = { access: callerAccess('statistics', 'advertiser', 'operator') };
    app.get('/api/v1/programs/:code/quality', { config, schema }, async (request): Promise<QualityAnswer> => {
      const { code } = request.params;
      const { kind, orgId } = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        const program = (await programsNamed(tx, [code])).get(code);
        // A foreign program is told like one that does not exist (T-14).
        if (program === undefined || (kind !== 'operator' && program.advertiserOrg !== orgId)) {
          return refuse({
            code: 'not_found',
            field: 'code',
            value: code,
            detail: 'There is no such program among yours.',
          });
        }
        await settleClicks(tx);
        return qualityOf(tx, program, request.query.day ?? dayAt(clock.now(), program.timeZone));
      });
    });

    const own = { querystring: qualityQuery, response: { 200: ownQuality } };
    const publisher = { access: callerAccess('statistics', 'publisher') };
    app.get('/api/v1/quality', { config: publisher, schema: own }, async (request): Promise<OwnQuality> => {
      const { orgId } = requireCaller(request);
      const reader = { role: 'app', org: orgId } as const;
      const reached = await db.transaction(reader, programsReached);
      const facts = await db.transaction(SYSTEM, async (tx) => {
        await settleClicks(tx);
        return [...(await programsNamed(tx, reached)).values()];
      });
      // Row-level security leaves the reader's own ad spaces of what the advertiser reads by the same statement.
      return db.transaction(reader, async (tx) => {
        const programs: QualityAnswer[] = [];
        for (const fact of facts) {
          programs.push(await qualityOf(tx, fact, request.query.day ?? dayAt(clock.now(), fact.timeZone)));
        }
        return { programs };
      });
    });
  };
}

const limits: QualityAnswer['limits'] = {
  low_cr: { clicks_above: Number(LOW_CR_CLICKS_MIN), conversion_below: '0.003' },
  no_actions: { clicks_above: Number(NO_ACTIONS_CLICKS_MIN) },
};

function shown(
  spaces: readonly SpaceDay[],
  sales: readonly SpaceSales[],
  named: ReadonlyMap<string, NamedSpace>,
): QualityAnswer['ad_spaces'] {
  const salesOf = ({ adSpaceId }: SpaceDay) => sales.filter((sale) => sale.adSpaceId === adSpaceId);
  return spaces
    .map((space) => ({
      id: space.adSpaceId,
      name: named.get(space.adSpaceId)?.name ?? space.adSpaceId,
      publisher: named.get(space.adSpaceId)?.publisher ?? null,
      clicks: Number(space.clicks),
      actions: Number(space.actions),
      sales: salesOf(space).map(({ currency, minor }) => ({ currency, amount: amount(minor, currency) })),
      new_customers: Number(salesOf(space).reduce((sum, { newCustomers }) => sum + newCustomers, 0n)),
      conversion: ratio(space.actions, space.clicks),
      raised: [...criticalIndicators(space)],
    }))
    .sort((a, b) => b.raised.length - a.raised.length || b.clicks - a.clicks || a.name.localeCompare(b.name));
}

/** Cut, not rounded, so that a rate just below a limit is not shown as the limit. */
function ratio(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const scaled = (part * 10n ** BigInt(CONVERSION_DIGITS)) / whole;
  const text = String(scaled).padStart(CONVERSION_DIGITS + 1, '0');
  return `${text.slice(0, -CONVERSION_DIGITS)}.${text.slice(-CONVERSION_DIGITS)}`;
}
