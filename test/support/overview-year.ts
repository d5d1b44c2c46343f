import { layout } from '../../lib/pipeline/layout.ts';
import { monitorPage, monitorsPage } from '../../lib/report/overview/pages.tsx';
import type { MonthFile, SlicesFile } from '../../lib/report/summary/overview-files.ts';
import type { OverviewIndex } from '../../lib/report/summary/overview-index.ts';
import type {
  ColumnPoint,
  HeadlinePoint,
  SliceSummary,
  WindowSummary,
} from '../../lib/report/summary/window-summary.ts';
import type { Status } from '../../lib/results.ts';
import { HOSTILE } from './wide-workspace.ts';

export const YEAR = { monitor: 'year', days: 365, columns: 50, segment: `country=${HOSTILE}` };
/** `challenger` was measured in the segment too, `shadow` was not. */
const SLICES = [
  YEAR.segment,
  'variant challenger',
  'variant shadow',
  `${YEAR.segment}, variant challenger`,
];

const DAY = 86_400_000;
const FIRST = Date.parse('2025-11-01T00:00:00Z');
const METRICS = ['roc_auc', 'rows', 'latency_p95', 'label_coverage', 'accuracy', 'log_loss'];
const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
/** In [0, 1), the same for the same place. */
const draw = (a: number, b: number) =>
  Math.abs(Math.sin(a * 12.9898 + b * 78.233) * 43758.5453) % 1;

/** The overview of a monitor of 50 columns over a year of days, by key, with a drift of three weeks; names are hostile. */
export function overviewYear(): Map<string, string> {
  const windows = Array.from({ length: YEAR.days }, (_, day) => windowOf(day));
  const months = [...new Set(windows.map(({ start }) => start.slice(0, 7)))];
  const files = new Map<string, string>([
    [layout.overview(YEAR.monitor), monitorPage(YEAR.monitor)],
    [layout.monitorsOverview, monitorsPage()],
    [layout.monitorsIndex, JSON.stringify({ schema: 1, monitors: [YEAR.monitor] })],
    [layout.overviewIndex(YEAR.monitor), JSON.stringify(indexOf(months))],
  ]);
  for (const month of months) {
    const of = windows.filter(({ start }) => start.startsWith(month));
    const file: MonthFile = { schema: 1, windows: of };
    const slices: SlicesFile = {
      schema: 1,
      windows: of.map(({ start, status, metrics, columns }) => ({
        start,
        slices: Object.fromEntries(
          SLICES.map((slice) => [
            slice,
            { status, metrics: { roc_auc: metrics.roc_auc as HeadlinePoint }, columns },
          ]),
        ),
      })),
    };
    files.set(layout.overviewMonth(YEAR.monitor, month), JSON.stringify(file));
    files.set(layout.overviewSlices(YEAR.monitor, month), JSON.stringify(slices));
  }
  return files;
}

function windowOf(day: number): WindowSummary {
  const slice = sliceOf(day);
  return {
    ...{
      start: iso(FIRST + day * DAY),
      end: iso(FIRST + (day + 1) * DAY),
      baseline: 'v1',
      revision: 1,
    },
    ...{ rows: 10_000 + day, rejected: 3, labelled: 9000 },
    ...{ alerts: slice.status === 'alert' ? 1 : 0, warnings: 0 },
    ...slice,
  };
}

function sliceOf(day: number): SliceSummary {
  const drifted = day >= 320 && day < 341;
  const columns = Array.from({ length: YEAR.columns }, (_, column): [string, ColumnPoint] => {
    const alert = drifted && column === 0;
    const ratio = alert ? 1.8 : 0.9 * draw(day, column);
    const status: Status = alert ? 'alert' : 'ok';
    return [column === 0 ? HOSTILE : `column_${column}`, [ratio, 'psi', ratio * 0.2, status]];
  });
  const metrics = METRICS.map((name, i): [string, HeadlinePoint] => {
    const value = 0.7 + 0.1 * draw(day, 100 + i);
    return [name, [value, value - 0.01, value + 0.01, 0.75, 0.6, null, 'ok']];
  });
  return {
    status: drifted ? 'alert' : 'ok',
    metrics: Object.fromEntries(metrics),
    columns: Object.fromEntries(columns),
  };
}

function indexOf(months: readonly string[]): OverviewIndex {
  const span = {
    cause: `column ${HOSTILE}`,
    causes: [`column ${HOSTILE}`],
    severity: 'alert',
  } as const;
  return {
    ...{ schema: 1, monitor: YEAR.monitor, as_of: iso(FIRST + YEAR.days * DAY), months },
    slices: SLICES,
    incidents: [
      {
        ...{ ...span, id: 'a', message: `psi of ${HOSTILE} is 0.36, above 0.2` },
        ...{ onset: iso(FIRST + 320 * DAY), last: iso(FIRST + 340 * DAY), resolved: null },
      },
    ],
    metrics: Object.fromEntries(
      METRICS.map((name) => [
        name,
        { unit: 'none', worse: 'lower', family: 'performance', description: 'What it says.' },
      ]),
    ),
  };
}
