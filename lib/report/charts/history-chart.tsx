import * as Plot from '@observablehq/plot';
import type { ComponentChildren } from 'preact';
import type { Measurement } from '../../results.ts';
import { showInterval, showLimit, showNumber, showTime, type Unit } from '../page/show-number.ts';
import { STATUS_WORDS } from '../page/status.tsx';
import { Figure } from './figure.tsx';
import { plotSvg } from './plot-svg.ts';

/** A value of one window. */
export type HistoryPoint = Pick<
  Measurement,
  'value' | 'low' | 'high' | 'threshold' | 'status' | 'reference'
> & {
  /** ISO start. */
  readonly start: string;
};

interface Drawn extends HistoryPoint {
  readonly time: Date;
}

/** One check over the last windows against its limit; the last one is that of the report. */
export function HistoryChart({
  title,
  name,
  note,
  points,
  unit,
}: {
  readonly title: ComponentChildren;
  /** The same in plain text. */
  readonly name: string;
  readonly note?: string;
  readonly points: readonly HistoryPoint[];
  readonly unit: Unit;
}) {
  const drawn: Drawn[] = points.map((point) => ({ ...point, time: new Date(point.start) }));
  const known = drawn.filter(({ value }) => value !== null);
  const limits = (which: 'min' | 'max') =>
    drawn.flatMap(({ time, threshold }) => {
      const y = threshold?.[which];
      return y === undefined ? [] : [{ time, y }];
    });
  const numbers = [
    ...known.flatMap(({ value, low, high }) => [value, low, high]),
    ...limits('min').map(({ y }) => y),
    ...limits('max').map(({ y }) => y),
  ].flatMap((one) => (one === null ? [] : [one]));
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const last = known.at(-1);
  const beyond = known.filter(({ status }) => status === 'alert' || status === 'warning');
  const band = known.filter((one) => one.low !== null && one.high !== null);
  const ends = ([which, y]: readonly ['min' | 'max', number | undefined]) =>
    y === undefined ? [] : [{ which, y }];
  const lastLimits = (['max', 'min'] as const).flatMap((which) =>
    ends([which, limits(which).at(-1)?.y]),
  );
  const svg = plotSvg(
    {
      height: 132,
      marginLeft: 46,
      marginRight: 12,
      x: { type: 'utc', label: null, ticks: 4, tickSize: 4 },
      y: {
        domain: [low - room, high + room],
        label: null,
        ticks: 4,
        tickSize: 0,
        tickFormat: (value: number) => showNumber(value, unit),
      },
      marks: [
        Plot.areaY(band, { x: 'time', y1: 'low', y2: 'high', fill: 'var(--accent-soft)' }),
        ...(['min', 'max'] as const).map((which) =>
          Plot.lineY(limits(which), {
            x: 'time',
            y: 'y',
            stroke: 'var(--alert)',
            strokeDasharray: '4,3',
            strokeWidth: 1.2,
          }),
        ),
        Plot.text(lastLimits, {
          frameAnchor: 'right',
          y: 'y',
          text: ({ which, y }: { which: string; y: number }) =>
            `${which === 'max' ? 'at most' : 'at least'} ${showNumber(y, unit)}`,
          textAnchor: 'end',
          dy: -6,
          fill: 'var(--alert)',
        }),
        Plot.lineY(drawn, { x: 'time', y: 'value', stroke: 'var(--current)', strokeWidth: 1.8 }),
        Plot.dot(beyond, {
          x: 'time',
          y: 'value',
          r: 3.4,
          fill: ({ status }: Drawn) => `var(--${status})`,
        }),
        Plot.dot(last ? [last] : [], {
          x: 'time',
          y: 'value',
          r: 4.4,
          stroke: 'var(--ink)',
          strokeWidth: 1.4,
        }),
      ],
    },
    `${name} over ${points.length} windows against its limit; the table below has the values`,
    { x: drawn.map(({ time }) => time) },
  );
  return (
    <Figure
      title={title}
      note={note}
      svg={svg}
      heads={['window', 'value', '95 % interval', 'limit', 'status']}
      rows={points.map((one) => [
        showTime(one.start),
        showNumber(one.value, unit),
        showInterval(one.low, one.high, unit),
        showLimit(one.threshold, unit),
        STATUS_WORDS[one.status][1],
      ])}
    />
  );
}
