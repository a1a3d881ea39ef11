import './chart.css';
import { Skeleton, Text, useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../values/format.ts';
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
  const [isMissing, setIsMissing] = useState(false);
  const scheme = useComputedColorScheme('light');
  const isStill = useReducedMotion();
  const formats = useFormats();
  useEffect(() => {
    let gone = false;
    import('./echarts.ts').then(
      ({ init }) => {
        if (gone || place.current === null) return;
        chart.current = init(place.current, null, { renderer: 'canvas' });
        setReady(true);
      },
      () => setIsMissing(true),
    );
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
      <NotYet ready={ready} isMissing={isMissing} />
      <div
        ref={place}
        role="img"
        aria-label={summary === undefined ? label : `${label}. ${summary}`}
        className="chart-canvas"
      />
    </figure>
  );
}

/** Its place until it is drawn; where the library does not come, the table beside it says the same. */
function NotYet({ ready, isMissing }: { readonly ready: boolean; readonly isMissing: boolean }) {
  const { t } = useTranslation('frame');
  if (ready) return null;
  if (!isMissing) return <Skeleton className="chart-waiting" radius="md" />;
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('chart.missing')}
    </Text>
  );
}
