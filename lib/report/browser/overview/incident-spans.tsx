import { showTime } from '../../page/show-number.ts';
import { StatusMark } from '../../page/status.tsx';
import type { IncidentSpan } from '../../summary/overview-index.ts';
import type { WindowSummary } from '../../summary/window-summary.ts';
import { ScrolledTable } from '../data-table.tsx';
import { ReportLink } from '../report-link.tsx';
import { type TimeAxis, TimeLabels, timeAxis } from './time-axis.tsx';

const SHOWN = 40;
const ROW = 22;
const LETTER = 7;

/** Incidents as spans of time, the newest first, and as a table. */
export function IncidentSpans({
  incidents,
  windows,
  isNarrow,
}: {
  readonly incidents: readonly IncidentSpan[];
  readonly windows: readonly WindowSummary[];
  readonly isNarrow: boolean;
}) {
  const [from, to] = [windows[0]?.start ?? '', windows.at(-1)?.end ?? ''];
  const shown = incidents
    .filter(({ onset, resolved, last }) => onset < to && (resolved ?? last) >= from)
    .slice(0, SHOWN);
  if (shown.length === 0) return <p class="lead">None in this time.</p>;
  const width = isNarrow ? 420 : 900;
  const height = shown.length * ROW + 26;
  const axis = timeAxis(windows, { left: 8, width });
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} class="screen" aria-hidden="true">
        {axis.ticks.map(({ at }) => (
          <line key={at} class="axis" x1={axis.x(at)} x2={axis.x(at)} y1={0} y2={height - 22} />
        ))}
        <TimeLabels axis={axis} y={height - 6} />
        {shown.map((incident, i) => (
          <Span key={incident.id} incident={incident} y={i * ROW} {...{ axis, width }} />
        ))}
      </svg>
      <ScrolledTable
        label="Incidents as a table"
        head={['Incident', 'State', 'Since', 'Until', 'What']}
        rows={shown.map(rowOf)}
      />
    </>
  );
}

function Span({
  incident,
  axis,
  width,
  y,
}: {
  readonly incident: IncidentSpan;
  readonly axis: TimeAxis;
  readonly width: number;
  readonly y: number;
}) {
  const { cause, onset, resolved, severity } = incident;
  const from = axis.x(Date.parse(onset));
  const to = axis.x(resolved ? Date.parse(resolved) : axis.to);
  const name = cause.slice(0, 40);
  const room = name.length * LETTER + 5;
  const [look, x, anchor] =
    to + room < width
      ? (['name', to + 5, 'start'] as const)
      : from - room > 0
        ? (['name', from - 5, 'end'] as const)
        : (['name inside', from + 6, 'start'] as const);
  return (
    <>
      <rect
        class={`span ${resolved ? 'over' : severity}`}
        {...{ x: from, y: y + 4, width: Math.max(3, to - from), height: 13, rx: 3 }}
      />
      <text class={look} x={x} y={y + 15} text-anchor={anchor}>
        {name}
      </text>
    </>
  );
}

function rowOf({ cause, causes, onset, resolved, last, severity, message }: IncidentSpan) {
  const more = causes.length > 1 ? ` and ${causes.length - 1} more` : '';
  return [
    <ReportLink key="cause" start={onset}>{`${cause}${more}`}</ReportLink>,
    resolved ? (
      <StatusMark key="state" status="ok" word="Resolved" />
    ) : (
      <StatusMark key="state" status={severity} word="Open" />
    ),
    showTime(onset),
    resolved ? showTime(resolved) : `open, last seen ${showTime(last)}`,
    message,
  ];
}
