import * as Plot from '@observablehq/plot';
import type { ComponentChildren } from 'preact';
import type { Measurement } from '../../results.ts';
import { showInterval, showLimit, showNumber, showTime, type Unit } from '../page/show-number.ts';
import { STATUS_WORDS } from '../page/status.tsx';
import { Figure } from './figure.tsx';
import { plotSvg, timeAxis } from './plot-svg.ts';

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
  // A value beyond its warning limit alone is held against that one: the alert limit goes through.
  const limits = (which: 'min' | 'max', isWarning = false) =>
    drawn.flatMap(({ time, threshold, status }) => {
      const y = threshold?.[which];
      return y === undefined || (status === 'warning') !== isWarning ? [] : [{ time, y }];
    });
  const numbers = [
    ...known.flatMap(({ value, low, high }) => [value, low, high]),
    ...(['min', 'max'] as const).flatMap((which) => limits(which).map(({ y }) => y)),
  ].flatMap((one) => (one === null ? [] : [one]));
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const last = known.at(-1);
  const beyond = known.filter(({ status }) => status === 'alert' || status === 'warning');
  const isKnown = points.some(({ low }) => low !== null);
  const band = known.filter((one) => one.low !== null && one.high !== null);
  const named = (['max', 'min'] as const).flatMap((which) =>
    (['alert', 'warning'] as const).flatMap((severity) => {
      const y = limits(which, severity === 'warning').at(-1)?.y;
      const isShown = severity === 'alert' || last?.status === 'warning';
      const word = `${severity} ${which === 'max' ? 'above' : 'below'} ${showNumber(y, unit)}`;
      return y === undefined || !isShown ? [] : [{ y, word, severity }];
    }),
  );
  // One word where both limits are the same line.
  const apart = named.filter(
    ({ y, severity }) =>
      severity === 'warning' ||
      !named.some((one) => one.severity === 'warning' && Math.abs(one.y - y) < room),
  );
  const svg = plotSvg(
    {
      height: 132,
      marginLeft: 46,
      marginRight: 20,
      x: timeAxis(drawn.map(({ time }) => time)),
      y: {
        domain: [low - room, high + room],
        label: null,
        ticks: 3,
        tickSize: 0,
        tickFormat: (value: number) => showNumber(value, unit).replace(/\u00a0nats$/, ''),
      },
      marks: [
        Plot.areaY(band, { x: 'time', y1: 'low', y2: 'high', fill: 'var(--accent-soft)' }),
        ...(['min', 'max'] as const).map((which) =>
          Plot.lineY(throughout(limits(which), drawn), {
            x: 'time',
            y: 'y',
            stroke: 'var(--alert)',
            strokeDasharray: '4,3',
            strokeWidth: 1.2,
          }),
        ),
        Plot.text(apart, {
          frameAnchor: 'left',
          x: drawn[0]?.time ?? null,
          y: 'y',
          text: 'word',
          textAnchor: 'start',
          dy: -6,
          fill: ({ severity }: { severity: string }) => `var(--${severity})`,
          stroke: 'var(--paper)',
          strokeWidth: 3,
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
      heads={['window', 'value', ...(isKnown ? ['95 % interval'] : []), 'limit', 'status']}
      rows={points.map((one) => [
        showTime(one.start),
        showNumber(one.value, unit),
        ...(isKnown ? [showInterval(one.low, one.high, unit)] : []),
        showLimit(one.threshold, unit),
        STATUS_WORDS[one.status][1],
      ])}
    />
  );
}

/** A line that reaches from the first window to the last. */
function throughout(limits: readonly { time: Date; y: number }[], drawn: readonly Drawn[]) {
  const [first, last] = [drawn[0], drawn.at(-1)];
  const [from, to] = [limits[0], limits.at(-1)];
  if (!first || !last || !from || !to) return [];
  return [{ ...from, time: first.time }, ...limits, { ...to, time: last.time }];
}
