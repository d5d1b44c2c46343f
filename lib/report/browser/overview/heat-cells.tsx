import type { WindowSummary } from '../../summary/window-summary.ts';
import { levelOf } from './heat.ts';
import { type TimeAxis, TimeLabels, timeAxis } from './time-axis.tsx';

const BELOW = 24;
/** A gap between cells takes more than it gives where they are narrow. */
const [GAP, WIDE] = [0.8, 4];

/** Numbers of a window and a column as they are drawn. */
export interface Cell {
  readonly window: number;
  readonly column: number;
}

export interface HeatFrame {
  readonly axis: TimeAxis;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly row: number;
  readonly columns: number;
}

export function heatFrame(
  windows: readonly WindowSummary[],
  names: readonly string[],
  isNarrow: boolean,
): HeatFrame {
  const [width, left, row] = isNarrow ? [420, 110, 16] : [900, 160, 16];
  const height = names.length * row + BELOW;
  const axis = timeAxis(windows, { left, width });
  return { axis, left, width, height, row, columns: names.length };
}

/** Where a window begins and ends across the map. */
export function spanOf({ axis }: HeatFrame, window: WindowSummary | undefined): [number, number] {
  return [axis.x(Date.parse(window?.start ?? '')), axis.x(Date.parse(window?.end ?? ''))];
}

/** All that is drawn whichever cell is chosen: a path a level, for 20,000 cells would be as many elements. */
export function HeatCells({
  windows,
  names,
  frame,
  isNarrow,
}: {
  readonly windows: readonly WindowSummary[];
  readonly names: readonly string[];
  readonly frame: HeatFrame;
  readonly isNarrow: boolean;
}) {
  const { axis, left, row, height } = frame;
  const room = isNarrow ? 15 : 23;
  return (
    <>
      {names.map((name, i) => (
        <text key={name} class="name" x={left - 6} y={i * row + 12} text-anchor="end">
          {name.length > room ? `${name.slice(0, room - 1)}…` : name}
          <title>{name}</title>
        </text>
      ))}
      {Object.entries(pathsOf(windows, names, frame)).map(([level, d]) => (
        <path key={level} class={level === 'none' ? 'heat none' : level} d={d} />
      ))}
      <TimeLabels axis={axis} y={height - 6} />
    </>
  );
}

function pathsOf(
  windows: readonly WindowSummary[],
  names: readonly string[],
  frame: HeatFrame,
): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const window of windows) {
    const [from, to] = spanOf(frame, window);
    const width = Math.max(0.5, to - from - (to - from > WIDE ? GAP : 0));
    names.forEach((name, i) => {
      const level = levelOf(window.columns[name]);
      const cell = `M${from.toFixed(1)} ${i * frame.row}h${width.toFixed(2)}v${frame.row - 1}H${from.toFixed(1)}z`;
      paths[level] = (paths[level] ?? '') + cell;
    });
  }
  return paths;
}
