import './chart.css';
import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from '../format.ts';
import { optionsOf } from './options.ts';
import type { Series } from './series.ts';

export interface ChartProps {
  /** What it shows; whoever cannot see it hears this and the summary, and reads the table that stands beside it. */
  readonly label: string;
  readonly summary?: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly height?: 'small' | 'normal';
  /** Texts along the vertical axis. */
  readonly axis?: (value: number) => string;
}

/** Numbers along days or weeks to be explored, drawn on a canvas. The library comes when the first of them is on the page. */
export function Chart({ label, summary, categories, series, height = 'normal', axis }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [ready, setReady] = useState(false);
  const scheme = useComputedColorScheme('light');
  const isStill = useReducedMotion();
  const formats = useFormats();
  useEffect(() => {
    let gone = false;
    import('./echarts.ts').then(({ init }) => {
      if (gone || place.current === null) return;
      chart.current = init(place.current, null, { renderer: 'canvas' });
      setReady(true);
    });
    const watch = new ResizeObserver(() => chart.current?.resize());
    if (place.current !== null) watch.observe(place.current);
    return () => {
      gone = true;
      watch.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (!ready) return;
    const drawn = {
      categories,
      series,
      scheme,
      animated: !isStill,
      axis: axis ?? ((value: number) => formats.number(value)),
    };
    chart.current?.setOption(optionsOf(drawn), { notMerge: true });
  }, [ready, categories, series, scheme, isStill, axis, formats]);
  return (
    <figure className={`chart chart-${height}`}>
      {ready ? null : <Skeleton className="chart-waiting" radius="md" />}
      <div
        ref={place}
        role="img"
        aria-label={summary === undefined ? label : `${label}. ${summary}`}
        className="chart-canvas"
      />
    </figure>
  );
}
