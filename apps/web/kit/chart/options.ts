import type { EChartsCoreOption } from 'echarts/core';
import { palettes, type Series } from './series.ts';

export interface Drawn {
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly scheme: 'light' | 'dark';
  readonly axis: (value: number) => string;
  readonly animated: boolean;
}

/** What the library draws. Its tooltip is drawn on the canvas as well: the content security policy knows no inline style. */
export function optionsOf({ categories, series, scheme, axis, animated }: Drawn): EChartsCoreOption {
  const palette = palettes[scheme];
  return {
    animation: animated,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { left: 8, right: 12, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: { show: series.length > 1, top: 0, left: 0, textStyle: { color: palette.text } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: palette.ground,
      borderColor: palette.lines,
      textStyle: { color: palette.text },
      formatter: (found: unknown) => tooltipOf(found, categories, series),
    },
    xAxis: {
      type: 'category',
      data: [...categories],
      axisLabel: { color: palette.text, hideOverlap: true },
      axisLine: { lineStyle: { color: palette.lines } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { color: palette.text, formatter: (value: number) => axis(value) },
      splitLine: { lineStyle: { color: palette.lines } },
    },
    series: series.map((each) => ({
      name: each.name,
      type: each.kind,
      data: [...each.values],
      barMaxWidth: 28,
      showSymbol: each.values.length < 2,
      ...(each.stack === undefined ? {} : { stack: each.stack }),
      itemStyle: { color: palette.tones[each.tone] },
      lineStyle: { width: 2, color: palette.tones[each.tone] },
    })),
  };
}

/** The category, and below it each series with its exact text. */
function tooltipOf(found: unknown, categories: readonly string[], series: readonly Series[]): string {
  const [first] = Array.isArray(found) ? found : [found];
  const index: unknown = typeof first === 'object' && first !== null && 'dataIndex' in first ? first.dataIndex : null;
  if (typeof index !== 'number') return '';
  return [categories[index] ?? '', ...series.map(({ name, texts }) => `${name}: ${texts[index] ?? '—'}`)].join('\n');
}
