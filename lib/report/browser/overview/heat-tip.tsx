/// <reference lib="dom" />
import { useLayoutEffect, useRef } from 'preact/hooks';
import { short, showNumber, showTime } from '../../page/show-number.ts';
import { STATUS_WORDS } from '../../page/status.tsx';
import type { ColumnPoint, WindowSummary } from '../../summary/window-summary.ts';
import { type Cell, type HeatFrame, spanOf } from './heat-cells.tsx';

/** Beside the chosen cell: what is there; where keys chose it, said aloud too. */
export function HeatTip({
  cell,
  frame,
  windows,
  names,
  isByKeys,
}: {
  readonly cell: Cell | null;
  readonly frame: HeatFrame;
  readonly windows: readonly WindowSummary[];
  readonly names: readonly string[];
  readonly isByKeys: boolean;
}) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tip.current && cell) place(tip.current, cell, frame, windows);
  }, [cell, frame, windows]);
  const window = cell && windows[cell.window];
  const name = cell ? names[cell.column] : undefined;
  const text = window && name !== undefined ? textOf(window, name) : '';
  return (
    <>
      <div class="tip" ref={tip} hidden={text === ''}>
        {text}
      </div>
      <p id="heat-said" class="said" role="status">
        {isByKeys ? text : ''}
      </p>
    </>
  );
}

/** Below the cell, and within the map. */
function place(
  tip: HTMLElement,
  cell: Cell,
  frame: HeatFrame,
  windows: readonly WindowSummary[],
): void {
  const figure = tip.parentElement;
  const map = figure?.querySelector('svg.heatmap');
  if (!figure || !map) return;
  const [box, outer] = [map.getBoundingClientRect(), figure.getBoundingClientRect()];
  const scale = box.width / frame.width;
  const [from] = spanOf(frame, windows[cell.window]);
  const x = Math.max(0, Math.min(from * scale + 12, box.width - tip.offsetWidth));
  const y = box.top - outer.top + (cell.column + 1) * frame.row * scale + 6;
  Object.assign(tip.style, { left: `${x}px`, top: `${y}px` });
}

function textOf(window: WindowSummary, name: string): string {
  const point = window.columns[name];
  const ratio = point && ofItsLimit(point);
  const said = point
    ? [`${readingOf(point)}${ratio ? `, ${ratio} of its limit` : ''}`, STATUS_WORDS[point[3]][1]]
    : ['not judged'];
  return [name, showTime(window.start), ...said].join('\n');
}

/** `psi 0.31` */
export function readingOf([, metric, value]: ColumnPoint): string {
  return `${metric} ${showNumber(value)}`;
}

/** 1 at the limit; null where there is none to hold it against. */
export function ofItsLimit([ratio]: ColumnPoint): string | null {
  return ratio === null ? null : short(ratio);
}
