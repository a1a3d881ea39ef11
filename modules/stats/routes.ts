import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { currencyExponent, type Decimal, formatDecimal, formatMinor } from '../../core/money/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import { callerAccess, publicAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { type Metric, metricKeys, metrics } from './metrics.ts';
import { settleClicks } from './record.ts';
import { type ReportNumbers, type ReportRow, report } from './report.ts';
import { readReportRequest, reportParameters } from './report-request.ts';
import { type Language, languages, metricText, preferredLanguage, wordingOf } from './wording.ts';

export interface StatsRoutes {
  readonly db: Database;
  readonly clock: Clock;
}

/** Codes are words; nothing longer is looked up. */
const CODE_CHARACTERS_MAX = 100;

const count = z.number().int();
const decimal = z.string();

const metricAnswer = z.object({
  key: z.enum(metricKeys),
  label: z.string(),
  definition: z.string(),
  value: decimal.nullable().describe('Exact; null where there is nothing to divide by.'),
  text: z.string().describe('The value as people read it.'),
  unit: z.enum(['money_per_100_clicks', 'percent', 'days']),
  currency: z.string().nullable(),
  window: z.object({ since: z.string(), until: z.string() }).nullable().describe('Half-open; null for a setting.'),
  samples: z.record(z.string(), count).describe('What the value was computed from.'),
  other_currencies: z.array(z.object({ currency: z.string(), value: decimal.nullable() })),
});

const metricsAnswer = z.object({ program: z.string(), at: z.string(), metrics: z.array(metricAnswer) });

const numbersAnswer = z.object({
  clicks: count.nullable().describe('Without bots and prefetches; null in reports by status.'),
  unique_clicks: count.nullable().describe("First clicks of a visitor's day on an ad space."),
  filtered_clicks: count.nullable(),
  actions: z.object({
    total: count.describe('Those that count in ratios: approved, pending, deducted and declined.'),
    approved: count,
    pending: count,
    deducted: count,
    declined: count,
    no_reward: count,
    unresolved: count,
    not_attributed: count,
  }),
  new_customers: count,
  cr: decimal.nullable().describe('Actions per 100 clicks.'),
  rewards: z.array(
    z.object({
      currency: z.string(),
      approved: decimal,
      pending: decimal,
      deducted: decimal,
      declined: decimal,
      epc: decimal.nullable().describe('Approved and pending per 100 clicks.'),
    }),
  ),
  sales: z.array(z.object({ currency: z.string(), amount: decimal })),
});

const reportAnswer = z.object({
  since: z.string(),
  until: z.string(),
  group_by: z.array(z.string()),
  rows: z.array(numbersAnswer.extend({ group: z.record(z.string(), z.string().nullable()) })),
  total: numbersAnswer,
  page: z.object({ limit: count, offset: count, rows_total: count }),
});

/** `GET /api/v1/programs/{code}/metrics` for everybody and `GET /api/v1/reports` for those whose numbers they are. */
export function statsRoutes(deps: StatsRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    addMetrics(app, deps);
    addReports(app, deps);
  };
}

type App = Parameters<FastifyPluginAsyncZod>[0];

function addMetrics(app: App, { db, clock }: StatsRoutes): void {
  const schema = {
    params: z.object({ code: z.string().max(CODE_CHARACTERS_MAX) }),
    querystring: z.strictObject({ language: z.enum(languages).optional() }),
    response: { 200: metricsAnswer },
  };
  app.get('/api/v1/programs/:code/metrics', { config: { access: publicAccess }, schema }, async (request, reply) => {
    const { code } = request.params;
    const now = clock.now();
    const language = request.query.language ?? preferredLanguage(request.headers['accept-language']);
    // Sums over everybody's traffic, which the program's page shows to all: no tenant may be asked for them.
    const found = await db.transaction({ role: 'system' }, (tx) => metrics(tx, code, now));
    if (found === null) {
      const detail = 'There is no program of this code.';
      return refuse({ code: 'not_found', field: 'code', value: shownValue(code), detail });
    }
    reply.header('content-language', language).header('vary', 'accept-language');
    return { program: code, at: formatInstant(now), metrics: found.map((metric) => shownMetric(metric, language)) };
  });
}

function shownMetric(metric: Metric, language: Language): z.input<typeof metricAnswer> {
  const { key, unit, currency, window } = metric;
  const samples = Object.entries(metric.samples).map(([name, value]) => [name, Number(value)]);
  return {
    key,
    ...wordingOf(key, language),
    value: decimalText(metric.value),
    text: metricText(metric, language),
    unit,
    currency,
    window: window === null ? null : { since: formatInstant(window.from), until: formatInstant(window.until) },
    samples: Object.fromEntries(samples),
    other_currencies: metric.otherCurrencies.map((other) => ({
      currency: other.currency,
      value: decimalText(other.value),
    })),
  };
}

function addReports(app: App, { db, clock }: StatsRoutes): void {
  const schema = { querystring: reportParameters, response: { 200: reportAnswer } };
  const config = { access: callerAccess('statistics') };
  app.get('/api/v1/reports', { config, schema }, async (request) => {
    const caller = requireCaller(request);
    const publisherOrg = caller.kind === 'publisher' ? caller.orgId : null;
    const query = valueOrRefuse(readReportRequest(request.query, clock.now(), publisherOrg));
    await db.transaction({ role: 'system' }, settleClicks);
    const found = await db.transaction(actorOf(caller), (tx) => report(tx, query));
    return {
      since: query.since,
      until: query.until,
      group_by: [...query.groupBy],
      rows: found.rows.map(shownRow),
      total: shownNumbers(found.total),
      page: { limit: query.limit, offset: query.offset, rows_total: found.rowsTotal },
    };
  });
}

/** Row-level security lets a publisher and an advertiser see their own; the operator's view of everything is the system's. */
function actorOf(caller: Caller): Actor {
  return caller.kind === 'operator' ? { role: 'system' } : { role: 'app', org: caller.orgId };
}

function shownRow(row: ReportRow): z.input<typeof reportAnswer>['rows'][number] {
  return { group: { ...row.group }, ...shownNumbers(row) };
}

function shownNumbers(numbers: ReportNumbers): z.input<typeof numbersAnswer> {
  const { clicks, actions } = numbers;
  return {
    clicks: clicks === null ? null : Number(clicks.counted),
    unique_clicks: clicks === null ? null : Number(clicks.unique),
    filtered_clicks: clicks === null ? null : Number(clicks.filtered),
    actions: {
      total: Number(numbers.actionsCounted),
      approved: Number(actions.approved),
      pending: Number(actions.pending),
      deducted: Number(actions.deducted),
      declined: Number(actions.declined),
      no_reward: Number(actions.no_reward),
      unresolved: Number(actions.unresolved),
      not_attributed: Number(actions.not_attributed),
    },
    new_customers: Number(numbers.newCustomers),
    cr: decimalText(numbers.conversion),
    rewards: numbers.rewards.map((sums) => ({
      currency: sums.currency,
      approved: amount(sums.approved, sums.currency),
      pending: amount(sums.pending, sums.currency),
      deducted: amount(sums.deducted, sums.currency),
      declined: amount(sums.declined, sums.currency),
      epc: decimalText(sums.earningPerHundred),
    })),
    sales: numbers.sales.map((sale) => ({ currency: sale.currency, amount: amount(sale.minor, sale.currency) })),
  };
}

function amount(minor: bigint, currency: string): string {
  return formatMinor(minor, currencyExponent(currency) ?? 2);
}

function decimalText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}
