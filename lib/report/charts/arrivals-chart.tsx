import * as Plot from '@observablehq/plot';
import type { Curves } from '../../picture/picture.ts';
import { showNumber, showTime } from '../page/show-number.ts';
import { Figure } from './figure.tsx';
import { plotSvg, timeAxis } from './plot-svg.ts';

/** Predictions per minute over the window's time. */
export function ArrivalsChart({
  arrivals,
}: {
  readonly arrivals: NonNullable<Curves['arrivals']>;
}) {
  const { from, minutes, rows } = arrivals;
  const length = minutes * 60_000;
  const parts = rows.map((count, i) => {
    const start = new Date(Date.parse(from) + i * length);
    return { start, end: new Date(start.getTime() + length), rate: count / minutes, count };
  });
  const svg = plotSvg(
    {
      height: 132,
      marginLeft: 40,
      marginRight: 24,
      x: timeAxis(parts.map(({ start }) => start)),
      y: { label: null, ticks: 3, tickSize: 0, zero: true },
      marks: [
        Plot.rectY(parts, {
          x1: 'start',
          x2: 'end',
          y: 'rate',
          fill: 'var(--current)',
          fillOpacity: 0.75,
          insetRight: 0.6,
        }),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
      ],
    },
    'Predictions per minute over the window; the table below has them',
    { x: parts.map(({ start, end }) => new Date((start.getTime() + end.getTime()) / 2)) },
  );
  return (
    <Figure
      title="Arrivals"
      note={`predictions per minute, by ${showNumber(minutes * 60, 'seconds')}`}
      svg={svg}
      heads={['from', 'per minute', 'predictions']}
      rows={parts.map(({ start, rate, count }) => [
        showTime(start.toISOString()),
        showNumber(rate),
        showNumber(count, 'count'),
      ])}
    />
  );
}
