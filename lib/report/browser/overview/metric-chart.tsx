import { useState } from 'preact/hooks';
import {
  showInterval,
  showLimit,
  showNumber,
  showTime,
  type Unit,
} from '../../page/show-number.ts';
import { STATUS_WORDS } from '../../page/status.tsx';
import type { HeadlinePoint, WindowSummary } from '../../summary/window-summary.ts';
import { FoldedTable } from '../data-table.tsx';
import { bandPaths, linePath } from '../line-path.ts';
import { ReportLink } from '../report-link.tsx';
import { middleOf, TimeLabels, timeAxis } from './time-axis.tsx';

const [WIDTH, HEIGHT, LEFT, TOP, BELOW] = [400, 150, 52, 8, 24];

interface Drawn {
  readonly window: WindowSummary;
  readonly x: number;
  readonly point: HeadlinePoint | null;
}

/** One headline metric over time: value, interval, limits and the baseline's value. Nothing where it has no value at all. */
export function MetricChart({
  name,
  unit,
  description,
  windows,
}: {
  readonly name: string;
  readonly unit: Unit;
  readonly description: string;
  readonly windows: readonly WindowSummary[];
}) {
  // What stands under the pointer is told from the table's rows.
  const [isPointedAt, setPointedAt] = useState(false);
  const axis = timeAxis(windows, { left: LEFT, width: WIDTH });
  const drawn = windows.map(
    (window): Drawn => ({ window, x: middleOf(axis, window), point: window.metrics[name] ?? null }),
  );
  const known = drawn.filter((one) => isKnown(one.point));
  const last = known.at(-1);
  if (!last) return null;
  const [low, high] = range(known, unit);
  const y = (value: number) =>
    TOP + (HEIGHT - TOP - BELOW - 2) * (1 - (value - low) / (high - low));
  const line = (field: 0 | 3 | 4 | 5) =>
    linePath(
      drawn.map(({ x, point }) => {
        const value = point?.[field] ?? null;
        return value === null ? null : [x, y(value)];
      }),
    );
  const bands = bandPaths(
    drawn.map(({ x, point }) => {
      const [, from = null, to = null] = point ?? [];
      return from === null || to === null ? null : [x, y(from), y(to)];
    }),
  );
  return (
    <figure data-metric={name} onPointerEnter={() => setPointedAt(true)}>
      <figcaption>
        {`${name} `}
        <span>
          {`${showNumber(last.point?.[0], unit)} in the window of ${showTime(last.window.start)}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name} over time; the table below has the values`}
        data-x={drawn.map(({ x }) => x.toFixed(1)).join(' ')}
      >
        {[low, (low + high) / 2, high].map((value) => (
          <text key={value} x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {showNumber(value, unit)}
          </text>
        ))}
        <line class="axis" x1={LEFT} x2={WIDTH - 8} y1={HEIGHT - BELOW} y2={HEIGHT - BELOW} />
        <TimeLabels axis={axis} y={HEIGHT - 8} />
        {bands.map((d) => (
          <path key={d} class="band" d={d} />
        ))}
        <path class="reference" d={line(3)} />
        <path class="limit" d={line(4)} />
        <path class="limit" d={line(5)} />
        <path class="line" d={line(0)} />
        {known.map(({ window, x, point }) => {
          const [value, , , , , , status] = point as HeadlinePoint;
          const isBeyond = status === 'alert' || status === 'warning';
          if (!isBeyond && known.length > 1) return null;
          const look = isBeyond ? `point ${status}` : 'line';
          return <circle key={window.start} class={look} cx={x} cy={y(value as number)} r={3.2} />;
        })}
      </svg>
      <p class="small soft">{description}</p>
      <FoldedTable
        summary="as a table"
        label={`${name} as a table`}
        head={['Window', 'Value', '95 % interval', 'Baseline', 'Limits', 'Status']}
        isWanted={isPointedAt}
        rows={() => drawn.map(({ window, point }) => rowOf(window.start, point, unit))}
      />
    </figure>
  );
}

function isKnown(point: HeadlinePoint | null): point is HeadlinePoint {
  return point !== null && point[0] !== null;
}

/** What the vertical axis spans: never nothing, so that a metric that doesn't move is a line in the middle. */
function range(known: readonly Drawn[], unit: Unit): [low: number, high: number] {
  const values = known
    .flatMap(({ point }) => point?.slice(0, 6) as (number | null)[])
    .filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === 0 && high === 0) return [0, 1];
  if (showNumber(low, unit) !== showNumber(high, unit)) return [low, high];
  return [low - Math.abs(low) * 0.05, high + Math.abs(high) * 0.05];
}

function rowOf(start: string, point: HeadlinePoint | null, unit: Unit) {
  const link = <ReportLink start={start} />;
  if (!point) return [link, '–', '–', '–', '–', '–'];
  const [value, low, high, reference, min, max, status] = point;
  const limits = { ...(min !== null && { min }), ...(max !== null && { max }) };
  return [
    link,
    showNumber(value, unit),
    showInterval(low, high, unit) || '–',
    showNumber(reference, unit),
    showLimit(limits, unit) || '–',
    STATUS_WORDS[status][1],
  ];
}
