import type { EChartsCoreOption } from 'echarts/core';

/** One row of values along the categories. */
export interface Series {
  readonly name: string;
  readonly kind: 'bar' | 'line';
  readonly tone: Tone;
  /** Only for drawing; what people read is in `texts`. `null` leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly texts: readonly string[];
  /** Bars of one stack stand upon each other. */
  readonly stack?: string;
}

/** What a series means, so that the same thing has the same colour on every screen. */
export type Tone = 'good' | 'waiting' | 'bad' | 'main' | 'second';

interface Palette {
  readonly tones: Readonly<Record<Tone, string>>;
  readonly text: string;
  readonly lines: string;
  readonly ground: string;
}

/** Told apart by people who see red and green alike too: blue, teal, orange differ in lightness as well. */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    tones: { good: '#0b7a5c', waiting: '#6aaee0', bad: '#c2410c', main: '#0f6b80', second: '#c58b12' },
    text: '#4b5560',
    lines: '#dfe3e8',
    ground: '#ffffff',
  },
  dark: {
    tones: { good: '#3fc79a', waiting: '#5b93c9', bad: '#ff9a6b', main: '#4ea1b3', second: '#e8b94e' },
    text: '#b6c0c9',
    lines: '#323a41',
    ground: '#1f262c',
  },
};

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
