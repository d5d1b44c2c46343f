import { showTime } from '../../page/show-number.ts';
import type { OverviewIndex } from '../../summary/overview-index.ts';
import { sliceName } from '../../summary/slice-name.ts';
import type { WindowSummary } from '../../summary/window-summary.ts';
import type { Choice } from './choice.ts';
import { Filters } from './filters.tsx';
import { HeatMap } from './heat-map.tsx';
import { IncidentSpans } from './incident-spans.tsx';
import { MetricChart } from './metric-chart.tsx';
import { verdict } from './verdict.ts';
import { WindowsTable } from './windows-table.tsx';

export interface MonitorOverviewProps {
  readonly index: OverviewIndex;
  readonly choice: Choice;
  /** Those that were chosen, by start. */
  readonly windows: readonly WindowSummary[];
  /** The last one, all its rows. */
  readonly last: WindowSummary | undefined;
  readonly isNarrow: boolean;
  readonly onChoose: (choice: Choice) => void;
}

export function MonitorOverview(props: MonitorOverviewProps) {
  const { index, choice, windows, last, onChoose } = props;
  return (
    <>
      <h1 id="verdict">{verdict(index, last)}</h1>
      <p id="state" class="lead" role="status">
        {stateText(props)}
      </p>
      <Filters slices={index.slices} {...{ choice, onChoose }} />
      {windows.length > 0 && <Parts {...props} />}
    </>
  );
}

function Parts({ index, windows, isNarrow }: MonitorOverviewProps) {
  const charts = Object.entries(index.metrics).filter(([name]) =>
    windows.some(({ metrics }) => (metrics[name]?.[0] ?? null) !== null),
  );
  return (
    <div id="overview" class="overview">
      <h2 id="incidents-title">Incidents</h2>
      <figure id="incidents">
        <IncidentSpans incidents={index.incidents} {...{ windows, isNarrow }} />
      </figure>
      <h2 id="heat-title">Drift and quality of each column</h2>
      <p class="lead">
        How far each column is beyond its limit, by its worst check: 1 is the limit. Choose a cell
        for the window's report.
      </p>
      <figure id="heat" class="wide">
        <HeatMap {...{ windows, isNarrow }} />
      </figure>
      <h2 id="metrics-title">Headline metrics</h2>
      <p class="lead">
        The line is the value, the band its 95 % interval, dashes its limits, dots the baseline's
        value.
      </p>
      <div id="charts" class="grid">
        {charts.length === 0 && <p class="lead">No headline metric has a value here.</p>}
        {charts.map(([name, metric]) => (
          <MetricChart key={name} {...{ name, windows }} {...metric} />
        ))}
      </div>
      <h2 id="windows-title">Windows</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section id="windows" class="scroll" tabIndex={0} aria-labelledby="windows-title">
        <WindowsTable windows={windows} />
      </section>
    </div>
  );
}

function stateText({ index, choice, windows }: MonitorOverviewProps): string {
  const [first, last] = [windows[0], windows.at(-1)];
  const name = sliceName(choice);
  const written = `Times are UTC. Written ${showTime(index.as_of)}.`;
  if (!first || !last) return `No window in this time. ${written}`;
  const count = `${windows.length} ${windows.length === 1 ? 'window' : 'windows'}`;
  const of = name === null ? '' : ` of ${name}`;
  return `${count}${of}, ${showTime(first.start)} to ${showTime(last.end)}. ${written}`;
}
