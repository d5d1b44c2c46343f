/// <reference lib="dom" />
import type { TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { STATUS_WORDS } from '../../page/status.tsx';
import type { ColumnPoint, WindowSummary } from '../../summary/window-summary.ts';
import { FoldedTable } from '../data-table.tsx';
import { ReportLink, reportPath } from '../report-link.tsx';
import { LEVELS, worstFirst } from './heat.ts';
import { type Cell, HeatCells, type HeatFrame, heatFrame, spanOf } from './heat-cells.tsx';
import { HeatTip, ofItsLimit, readingOf } from './heat-tip.tsx';

/** The folded table has no more rows than this. */
const ROWS = 500;

const STEPS: Readonly<Record<string, readonly [windows: number, columns: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
};

/** Columns by windows: how far each is beyond its limit. Pointer or arrow keys choose a cell, a click or Enter opens its report. */
export function HeatMap({
  windows,
  isNarrow,
}: {
  readonly windows: readonly WindowSummary[];
  readonly isNarrow: boolean;
}) {
  const names = useMemo(() => worstFirst(windows), [windows]);
  const frame = useMemo(() => heatFrame(windows, names, isNarrow), [windows, names, isNarrow]);
  const cells = useMemo(() => <HeatCells {...{ windows, names, frame, isNarrow }} />, [frame]);
  const table = useMemo(() => <Beyond {...{ windows, names }} />, [windows, names]);
  const [cell, setCell] = useState<Cell | null>(null);
  const [held, setHeld] = useState<Cell>({ window: windows.length - 1, column: 0 });
  const [isByKeys, setByKeys] = useState(false);
  if (names.length === 0) return <p class="lead">No column is judged here.</p>;
  const show = (next: Cell | null, byKeys: boolean) => {
    setCell(next);
    setByKeys(byKeys);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<SVGSVGElement>) => {
    if (event.key === 'Enter') open(windows[held.window]);
    if (event.key === 'Escape') show(null, false);
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = {
      window: clamp(held.window + step[0], windows.length),
      column: clamp(held.column + step[1], names.length),
    };
    setHeld(next);
    show(next, true);
  };
  return (
    <>
      <Legend />
      <svg
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        class="heatmap"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys choose a cell
        tabIndex={0}
        role="application"
        aria-roledescription="heat map"
        aria-describedby="heat-said"
        aria-label={`${names.length} columns in ${windows.length} windows. Arrow keys move, Enter opens the report; the table below has the values`}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) show(held, true);
        }}
        onBlur={() => show(null, false)}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => show(cellAt(event, frame, windows), false)}
        onPointerLeave={() => show(null, false)}
        onClick={(event) => open(windows[cellAt(event, frame, windows)?.window ?? -1])}
      >
        {cells}
        {cell && <Chosen {...{ cell, frame, windows }} />}
      </svg>
      <HeatTip {...{ cell, frame, windows, names, isByKeys }} />
      {table}
    </>
  );
}

function Legend() {
  return (
    <div class="legend">
      {Object.entries(LEVELS).map(([level, words]) => (
        <span key={level}>
          <i class={level} />
          {words}
        </span>
      ))}
    </div>
  );
}

function Chosen({
  cell,
  frame,
  windows,
}: {
  readonly cell: Cell;
  readonly frame: HeatFrame;
  readonly windows: readonly WindowSummary[];
}) {
  const [from, to] = spanOf(frame, windows[cell.window]);
  const [y, height] = [cell.column * frame.row, frame.row - 1];
  return <rect class="chosen" {...{ x: from, y, width: Math.max(1, to - from), height }} />;
}

/** What is beyond its limit, as a table. */
function Beyond({
  windows,
  names,
}: {
  readonly windows: readonly WindowSummary[];
  readonly names: readonly string[];
}) {
  const found = names.flatMap((name) =>
    windows.flatMap(({ start, columns }) => {
      const point = columns[name];
      return point && isBeyond(point) ? [{ name, start, point }] : [];
    }),
  );
  return (
    <FoldedTable
      summary={`what is beyond its limit, as a table (${found.length})`}
      label="Columns beyond their limits"
      head={['Column', 'Window', 'Value', 'Of its limit', 'Status']}
      rows={() =>
        found
          .slice(0, ROWS)
          .map(({ name, start, point }) => [
            name,
            <ReportLink key="window" start={start} />,
            readingOf(point),
            ofItsLimit(point) ?? '–',
            STATUS_WORDS[point[3]][1],
          ])
      }
    />
  );
}

function isBeyond([, , , status]: ColumnPoint): boolean {
  return status === 'alert' || status === 'warning';
}

function cellAt(
  { clientX, clientY, currentTarget }: TargetedMouseEvent<SVGSVGElement>,
  frame: HeatFrame,
  windows: readonly WindowSummary[],
): Cell | null {
  const box = currentTarget.getBoundingClientRect();
  const scale = frame.width / box.width;
  const x = (clientX - box.left) * scale;
  const column = Math.floor(((clientY - box.top) * scale) / frame.row);
  const window = windows.findIndex((one) => {
    const [from, to] = spanOf(frame, one);
    return x >= from && x < to;
  });
  return window < 0 || column < 0 || column >= frame.columns ? null : { window, column };
}

function open(window: WindowSummary | undefined): void {
  if (window) location.href = reportPath(window.start);
}

function clamp(at: number, length: number): number {
  return Math.max(0, Math.min(length - 1, at));
}
