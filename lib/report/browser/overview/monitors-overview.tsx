import type { Status } from '../../../results.ts';
import { showNumber, showTime } from '../../page/show-number.ts';
import { BY_URGENCY, StatusMark, worstStatus } from '../../page/status.tsx';
import type { MonthFile } from '../../summary/overview-files.ts';
import type { OverviewIndex } from '../../summary/overview-index.ts';
import type { WindowSummary } from '../../summary/window-summary.ts';
import { DataTable } from '../data-table.tsx';
import { loadJson } from '../load-json.ts';
import { Sparkline } from '../sparkline.tsx';

export interface MonitorState {
  readonly name: string;
  /** Null where nothing has been judged. */
  readonly index: OverviewIndex | null;
  /** Those of the last two months. */
  readonly windows: readonly WindowSummary[];
}

/** The first of them that has values is shown over time. */
const SHOWN = ['roc_auc', 'accuracy', 'mae', 'drifted_columns_share'];

export async function loadMonitor(name: string): Promise<MonitorState> {
  const folder = `${encodeURIComponent(name)}/data`;
  const index = await loadJson<OverviewIndex>(`${folder}/index.json`);
  const months = (index?.months ?? []).slice(-2);
  const files = await Promise.all(
    months.map((month) => loadJson<MonthFile>(`${folder}/${month}.json`)),
  );
  return { name, index, windows: files.flatMap((file) => file?.windows ?? []) };
}

/** All monitors, the most urgent first. */
export function MonitorsOverview({ monitors }: { readonly monitors: readonly MonitorState[] }) {
  const urgency = (one: MonitorState) => BY_URGENCY.indexOf(stateOf(one));
  const sorted = [...monitors].sort(
    (a, b) => urgency(a) - urgency(b) || (a.name < b.name ? -1 : 1),
  );
  return (
    <>
      <h1 id="verdict">{verdict(monitors)}</h1>
      <p id="state" class="lead" role="status">
        The most urgent first. Times are UTC.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section id="monitors" class="scroll" tabIndex={0} aria-label="Monitors">
        <DataTable
          head={['Monitor', 'State', 'Open incidents', 'Headline', 'Over time', 'Last window']}
          rows={sorted.map(rowOf)}
        />
      </section>
    </>
  );
}

function verdict(monitors: readonly MonitorState[]): string {
  if (monitors.length === 0) return 'There are no monitors yet';
  const alerts = monitors.filter((one) => stateOf(one) === 'alert').length;
  if (alerts === 0) return 'No monitor has an open alert';
  return `${alerts} of ${monitors.length} ${monitors.length === 1 ? 'monitor has' : 'monitors have'} an open alert`;
}

function rowOf(monitor: MonitorState) {
  const { name, index, windows } = monitor;
  const headlineOf = ({ metrics }: WindowSummary, metric: string) => metrics[metric]?.[0] ?? null;
  const shown = SHOWN.find((metric) => windows.some((one) => headlineOf(one, metric) !== null));
  const values = shown === undefined ? [] : windows.map((one) => headlineOf(one, shown));
  const latest = values.findLast((value) => value !== null);
  const causes = openIncidents(monitor).map(({ cause }) => cause);
  const last = windows.at(-1);
  return [
    <a key="monitor" href={`${encodeURIComponent(name)}/index.html`}>
      {name}
    </a>,
    <StatusMark key="state" status={stateOf(monitor)} />,
    causes.length === 0 ? 'none' : causes.slice(0, 3).join(', '),
    shown === undefined ? '–' : `${shown} ${showNumber(latest, index?.metrics[shown]?.unit)}`,
    <Sparkline key="line" values={values} />,
    last ? showTime(last.start) : 'none yet',
  ];
}

/** By what is open; where nothing is, an alert of the last window alone is worth a warning. */
function stateOf(monitor: MonitorState): Status {
  const last = monitor.windows.at(-1);
  if (!last) return 'insufficient';
  const open = openIncidents(monitor);
  if (open.length > 0) return worstStatus(open.map(({ severity }) => severity));
  return last.status === 'alert' ? 'warning' : last.status;
}

function openIncidents({ index }: MonitorState) {
  return (index?.incidents ?? []).filter(({ resolved }) => resolved === null);
}
