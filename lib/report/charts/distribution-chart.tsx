import * as Plot from '@observablehq/plot';
import type { Bins } from '../../picture/picture.ts';
import { short, showNumber } from '../page/show-number.ts';
import { Figure } from './figure.tsx';
import { plotSvg } from './plot-svg.ts';

export interface DistributionChartProps {
  readonly title: string;
  readonly bins: Bins;
  /** After each edge, such as ` ms`. */
  readonly unit?: string;
  readonly scale?: 'linear' | 'log';
  /** A vertical line there. */
  readonly at?: number;
}

/** What lies outside of the drawn bins is drawn beside them where it is more than this. */
const WORTH_DRAWING = 0.01;

interface Cell {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** All beyond the drawn bins. */
  readonly isOutside?: true;
  readonly baseline: number | null;
  readonly current: number | null;
}

/** The baseline as a grey area and the window as a line over it: shares by bin, as densities over the axis. */
export function DistributionChart({
  title,
  bins,
  unit = '',
  scale = 'linear',
  at,
}: DistributionChartProps) {
  const cells = cellsOf(bins, unit, scale);
  const position = (value: number) => (scale === 'log' && value > 0 ? Math.log(value) : value);
  const density = (share: number | null, { from, to }: Cell) =>
    (share ?? 0) / (position(to) - position(from));
  const most = Math.max(
    ...cells.flatMap((cell) => [density(cell.baseline, cell), density(cell.current, cell)]),
  );
  const steps = (side: 'baseline' | 'current') =>
    cells.flatMap((cell, i) => {
      const y = density(cell[side], cell) / most;
      const step = [
        { x: cell.from, y },
        { x: cell.to, y },
      ];
      const before = cells[i - 1];
      // Down to the axis and over the gap beside what lies outside.
      return before && before.to < cell.from
        ? [{ x: before.to, y: 0 }, { x: cell.from, y: 0 }, ...step]
        : step;
    });
  const edges = [cells[0]?.from ?? 0, cells.at(-1)?.to ?? 1];
  const svg = plotSvg(
    {
      height: 132,
      x: {
        type: scale,
        domain: edges,
        label: null,
        ticks: scale === 'log' ? ratioTicks(edges as [number, number]) : evenTicks(bins.edges),
        tickSize: 0,
        tickPadding: 6,
        tickFormat: tick(unit),
      },
      y: { domain: [0, 1], axis: null },
      marks: [
        Plot.line(closed(steps('baseline')), {
          x: 'x',
          y: 'y',
          stroke: 'none',
          fill: 'var(--baseline)',
          fillOpacity: 0.5,
        }),
        ...(bins.shares.current
          ? [
              Plot.line(closed(steps('current')), {
                x: 'x',
                y: 'y',
                stroke: 'var(--current)',
                strokeWidth: 1.8,
                fill: 'var(--accent-soft)',
              }),
            ]
          : []),
        Plot.text(
          cells.filter(({ isOutside }) => isOutside),
          {
            x: ({ from, to }: Cell) => (scale === 'log' ? Math.sqrt(from * to) : (from + to) / 2),
            y: 0,
            dy: 13,
            text: ({ from }: Cell) => (from < (bins.edges[0] as number) ? 'less' : 'more'),
          },
        ),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
        ...(at === undefined
          ? []
          : [Plot.ruleX([at], { stroke: 'currentColor', strokeDasharray: '2,3' })]),
      ],
    },
    `${title}: shares by bin of baseline and window; the table below has them`,
    { x: cells.map(({ from, to }) => (scale === 'log' ? Math.sqrt(from * to) : (from + to) / 2)) },
  );
  return (
    <Figure
      title={title}
      note={outside(bins)}
      svg={svg}
      heads={['values', 'baseline', 'window']}
      rows={cells.map(({ name, baseline, current }) => [
        name,
        showNumber(baseline, 'share'),
        showNumber(current, 'share'),
      ])}
    />
  );
}

/** From the axis and back to it. */
function closed(points: readonly { x: number; y: number }[]) {
  const [first, last] = [points[0], points.at(-1)];
  return first && last ? [{ ...first, y: 0 }, ...points, { ...last, y: 0 }] : [];
}

function cellsOf(bins: Bins, unit: string, scale: 'linear' | 'log'): Cell[] {
  const { edges, shares, below, above } = bins;
  const pairs = edges.slice(1).map((to, i) => [edges[i] as number, to] as const);
  const isCount = pairs.every(([from, to]) => Number.isInteger(to) && to - from === 1);
  const inner = pairs.map(([from, to], i) => ({
    // Whole numbers stand in the middle of their bins.
    from: isCount ? from + 0.5 : from,
    to: isCount ? to + 0.5 : to,
    name: isCount ? short(to) : `${short(from)} to ${short(to)}${unit}`,
    baseline: shares.baseline?.[i] ?? null,
    current: shares.current?.[i] ?? null,
  }));
  const [first, last] = [inner[0], inner.at(-1)];
  if (!first || !last) return [];
  const drawn = (pair: Bins['below']) =>
    Math.max(pair.baseline ?? 0, pair.current ?? 0) > WORTH_DRAWING;
  const width = (last.to - first.from) / 14;
  const ratio = (last.to / first.from) ** (1 / 14);
  const outwards = (edge: number, widths: number) =>
    scale === 'log' ? edge * ratio ** widths : edge + width * widths;
  return [
    ...(drawn(below)
      ? [
          {
            from: outwards(first.from, -1.4),
            to: outwards(first.from, -0.4),
            isOutside: true as const,
            name: `${short(edges[0] as number)}${unit} or less`,
            ...below,
          },
        ]
      : []),
    ...inner,
    ...(drawn(above)
      ? [
          {
            from: outwards(last.to, 0.4),
            to: outwards(last.to, 1.4),
            isOutside: true as const,
            name: `above ${short(edges.at(-1) as number)}${unit}`,
            ...above,
          },
        ]
      : []),
  ];
}

function outside({ edges, below, above }: Bins): string {
  const parts = [
    (below.current ?? 0) > WORTH_DRAWING &&
      `${showNumber(below.current, 'share')} at or below ${short(edges[0] as number)} (baseline ${showNumber(below.baseline, 'share')})`,
    (above.current ?? 0) > WORTH_DRAWING &&
      `${showNumber(above.current, 'share')} above ${short(edges.at(-1) as number)} (baseline ${showNumber(above.baseline, 'share')})`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Some five round numbers within the drawn bins, away from what stands beside them. */
function evenTicks(edges: readonly number[]): number[] {
  const [from, to] = [edges[0] as number, edges.at(-1) as number];
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil((from + step / 4) / step);
  const count = Math.floor((to - step / 4) / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** 1, 2 and 5 times powers of ten, or the powers alone where those are many. */
function ratioTicks([from, to]: readonly [number, number]): number[] {
  const powers = Array.from({ length: 40 }, (_, i) => 10 ** (i - 20));
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power]);
  const within = all.filter((value) => value >= from && value <= to);
  return within.length > 6 ? powers.filter((value) => value >= from && value <= to) : within;
}

function tick(unit: string) {
  return (value: number) =>
    `${Math.abs(value) >= 10_000 ? new Intl.NumberFormat('en-US', { notation: 'compact' }).format(value) : short(value)}${unit}`;
}
