import type { WindowSummary } from '../../summary/window-summary.ts';
import { type Tick, timeTicks } from './time-ticks.ts';

/** A date and the room around it, in units of the drawing. */
const ROOM = 84;
const MARGIN = 8;

/** Time from the first window's start to the last one's end, across a drawing. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  /** Where an instant (epoch ms) lies; outside of the axis, at its nearer end. */
  x(instant: number): number;
}

export function timeAxis(
  windows: readonly WindowSummary[],
  { left, width }: { readonly left: number; readonly width: number },
): TimeAxis {
  const from = Date.parse(windows[0]?.start ?? '');
  const to = Date.parse(windows.at(-1)?.end ?? '');
  const length = width - left - MARGIN;
  const x = (instant: number) => {
    const share = (instant - from) / Math.max(1, to - from);
    return left + length * Math.max(0, Math.min(1, share));
  };
  // A label at an end would be cut or stand beyond the drawing.
  const fits = ({ at }: Tick) => x(at) - left > ROOM / 4 && width - x(at) > ROOM / 2;
  const ticks = timeTicks(from, to, Math.max(2, Math.floor(length / ROOM))).filter(fits);
  return { from, to, ticks, x };
}

export function middleOf(axis: TimeAxis, { start, end }: WindowSummary): number {
  return axis.x((Date.parse(start) + Date.parse(end)) / 2);
}

export function TimeLabels({ axis, y }: { readonly axis: TimeAxis; readonly y: number }) {
  return (
    <>
      {axis.ticks.map(({ at, label }) => (
        <text key={at} x={axis.x(at)} y={y} text-anchor="middle">
          {label}
        </text>
      ))}
    </>
  );
}
