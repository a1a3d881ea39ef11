import { type Metric, metricText, wordingOf } from '../../../modules/stats/index.ts';
import type { Visit } from '../frame/visit.ts';
import { together } from '../typeset.ts';
import { counted, filled } from '../words.ts';

interface MetricsProps {
  readonly visit: Visit;
  readonly metrics: readonly Metric[];
  readonly zone: string;
}

/** The seven figures with what they mean, of which time and of how many they are (S-009, C-27). */
export function Metrics({ visit, metrics, zone }: MetricsProps) {
  return (
    <section id="metrics" aria-labelledby="metrics-title">
      <h2 id="metrics-title" className="unseen">
        {visit.words.program.metrics}
      </h2>
      <dl className="metrics">
        {metrics.map((metric) => {
          const { label, definition } = wordingOf(metric.key, visit.language);
          return (
            <div key={metric.key} className="metric" data-metric={metric.key}>
              <dt>{label}</dt>
              <dd className="value figure">{metricText(metric, visit.language)}</dd>
              <dd className="definition">{definition}</dd>
              <dd className="sample">{basis(visit, metric, zone)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

const SAMPLES = ['clicks', 'actions', 'confirmed', 'decided', 'paid'] as const;

/** Window and sample size; what is a setting says so. */
function basis(visit: Visit, metric: Metric, zone: string): string {
  const { words, formats, language } = visit;
  const { program } = words;
  if (metric.window === null) return program.setting;
  const from = formats.day(metric.window.from, zone);
  const window = filled(program.window, { from, until: formats.day(metric.window.until, zone) });
  const samples = SAMPLES.flatMap((name) => {
    const count = metric.samples[name];
    return count === undefined ? [] : [together(counted(program.sample, name, count, language))];
  });
  const others = metric.otherCurrencies.map(({ currency, value }) =>
    filled(program.otherCurrency, { value: metricText({ value, unit: metric.unit, currency }, language) }),
  );
  return [window, ...samples, ...others].join('\u00A0· ');
}

/** The measured value that stands beside a claim (S-045). */
export function measuredText(visit: Visit, metrics: readonly Metric[], key: string): string | null {
  const metric = metrics.find((each) => each.key === key);
  return metric === undefined ? null : metricText(metric, visit.language);
}
