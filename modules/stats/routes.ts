import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import { publicAccess, refuse } from '../../platform/http/index.ts';
import { addActions } from './actions/action-routes.ts';
import { type Metric, metricKeys } from './metrics/metrics.ts';
import type { MetricsNow } from './metrics/metrics-now.ts';
import { type Language, languages, metricText, preferredLanguage, wordingOf } from './metrics/wording.ts';
import { addReports } from './reports/report-routes.ts';
import { type App, decimalText, type RoutesDeps } from './route-parts.ts';

export interface StatsRoutes extends RoutesDeps {
  readonly metricsNow: MetricsNow;
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

/** Metrics of a program for everybody; reports and actions for those whose numbers they are. */
export function statsRoutes(deps: StatsRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    addMetrics(app, deps);
    addReports(app, deps);
    addActions(app, deps);
  };
}

function addMetrics(app: App, { metricsNow }: StatsRoutes): void {
  const schema = {
    params: z.object({ code: z.string().max(CODE_CHARACTERS_MAX) }),
    querystring: z.strictObject({ language: z.enum(languages).optional() }),
    response: { 200: metricsAnswer },
  };
  app.get('/api/v1/programs/:code/metrics', { config: { access: publicAccess }, schema }, async (request, reply) => {
    const { code } = request.params;
    const language = request.query.language ?? preferredLanguage(request.headers['accept-language']);
    const found = await metricsNow(code);
    if (found === null) {
      const detail = 'There is no program of this code.';
      return refuse({ code: 'not_found', field: 'code', value: shownValue(code), detail });
    }
    reply.header('content-language', language).header('vary', 'accept-language');
    return {
      program: code,
      at: formatInstant(found.at),
      metrics: found.metrics.map((metric) => shownMetric(metric, language)),
    };
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
