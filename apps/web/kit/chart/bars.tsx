import './bars.css';
import { useComputedColorScheme } from '@mantine/core';
import { type PointerEvent, useState } from 'react';
import { useFormats } from '../values/format.ts';
import { BarTable } from './bar-table.tsx';
import { scaleOf } from './scale.ts';
import { palettes, type Series } from './series.ts';

export interface BarsProps {
  /** What it shows; whoever cannot see it hears this and reads the table. */
  readonly label: string;
  readonly categories: readonly string[];
  /** Stand upon each other in every category. */
  readonly series: readonly Series[];
  /** What the categories are, such as days: the same numbers open below as a table. Not where a table stands beside. */
  readonly tableOf?: string;
}

/** Amounts by day or week at a glance. Small, as first screens have it: a plain picture of the page, without a library. */
export function Bars({ label, categories, series, tableOf }: BarsProps) {
  const formats = useFormats();
  const [at, setAt] = useState<number | null>(null);
  const palette = palettes[useComputedColorScheme('light')];
  const sums = categories.map((_, index) => stackOf(series, index));
  const marks = scaleOf(Math.min(0, ...sums.map(({ low }) => low)), Math.max(0, ...sums.map(({ high }) => high)));
  return (
    <figure className="bars">
      <figcaption className="bars-legend">
        {series.map(({ name, tone, texts }) => (
          <span key={name}>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" fill={palette.tones[tone]} />
            </svg>
            {at === null ? name : `${name}: ${texts[at] ?? '—'}`}
          </span>
        ))}
        {at === null ? null : <strong>{categories[at]}</strong>}
      </figcaption>
      <div className="bars-plot">
        <div className="bars-marks" aria-hidden="true">
          {marks.map((mark) => (
            <span key={mark}>{formats.number(mark)}</span>
          ))}
        </div>
        <Drawing label={label} series={series} sums={sums} marks={marks} at={at} onPoint={setAt} />
      </div>
      <div className="bars-ends" aria-hidden="true">
        <span>{categories[0]}</span>
        {categories.length < 2 ? null : <span>{categories.at(-1)}</span>}
      </div>
      {tableOf === undefined ? null : (
        <BarTable caption={label} categories={categories} series={series} tableOf={tableOf} />
      )}
    </figure>
  );
}

interface Stack {
  readonly low: number;
  readonly high: number;
  /** From where to where each series stands. */
  readonly parts: readonly (readonly [from: number, to: number])[];
}

/** What is gained stands upon zero, what is lost hangs below it. */
function stackOf(series: readonly Series[], index: number): Stack {
  let low = 0;
  let high = 0;
  const parts = series.map(({ values }): readonly [number, number] => {
    const value = values[index] ?? 0;
    if (value < 0) {
      low += value;
      return [low, low - value];
    }
    high += value;
    return [high - value, high];
  });
  return { low, high, parts };
}

interface DrawingProps {
  readonly label: string;
  readonly series: readonly Series[];
  readonly sums: readonly Stack[];
  readonly marks: readonly number[];
  readonly at: number | null;
  readonly onPoint: (at: number | null) => void;
}

/** Units of the picture: a category is 10 wide, all is 100 high; the page stretches it. */
const CELL = 10;
const HEIGHT = 100;
const BAR = 7;

function Drawing({ label, series, sums, marks, at, onPoint }: DrawingProps) {
  const palette = palettes[useComputedColorScheme('light')];
  const bottom = marks[0] ?? 0;
  const unit = HEIGHT / ((marks.at(-1) ?? 1) - bottom);
  const y = (value: number): number => HEIGHT - (value - bottom) * unit;
  const width = Math.max(sums.length, 1) * CELL;
  const barOf = ([from, to]: readonly [number, number], index: number): string =>
    `M${index * CELL + (CELL - BAR) / 2} ${y(to)}h${BAR}v${(to - from) * unit}h${-BAR}z`;
  const point = ({ nativeEvent, currentTarget }: PointerEvent<SVGSVGElement>): void => {
    const found = Math.floor((nativeEvent.offsetX / currentTarget.clientWidth) * sums.length);
    onPoint(found >= 0 && found < sums.length ? found : null);
  };
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(null)}
    >
      {at === null ? null : (
        <rect x={at * CELL} y={0} width={CELL} height={HEIGHT} fill={palette.lines} fillOpacity={0.6} />
      )}
      {marks.map((mark) => (
        <line
          key={mark}
          x1={0}
          x2={width}
          y1={y(mark)}
          y2={y(mark)}
          stroke={palette.lines}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {series.map(({ name, tone }, which) => (
        <path
          key={name}
          fill={palette.tones[tone]}
          d={sums.map(({ parts }, index) => barOf(parts[which] ?? [0, 0], index)).join('')}
        />
      ))}
    </svg>
  );
}
