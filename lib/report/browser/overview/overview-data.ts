import type { MonthFile, SlicesFile } from '../../summary/overview-files.ts';
import type { OverviewIndex } from '../../summary/overview-index.ts';
import { sliceName } from '../../summary/slice-name.ts';
import type { WindowSummary } from '../../summary/window-summary.ts';
import { loadJson } from '../load-json.ts';
import type { Choice, Range } from './choice.ts';

const DAY_MS = 86_400_000;

/** The windows of a monitor, loaded by the month when they are asked for, each month once. */
export class OverviewData {
  private readonly files = new Map<string, Promise<unknown>>();

  constructor(private readonly index: OverviewIndex) {}

  /** By start. A window in which the slice has no rows is there without metrics. */
  async windows(choice: Choice): Promise<WindowSummary[]> {
    const months = monthsOf(this.index.months, choice.range);
    const files = await this.all<MonthFile>(months, '.json');
    const windows = within(
      files.flatMap((file) => file.windows),
      choice.range,
    );
    const name = sliceName(choice);
    if (name === null) return windows;
    const sliced = await this.all<SlicesFile>(months, '.slices.json');
    const of = new Map(
      sliced.flatMap((file) => file.windows.map(({ start, slices }) => [start, slices[name]])),
    );
    const none = { metrics: {}, columns: {}, status: 'insufficient' } as const;
    return windows.map((window) => ({ ...window, ...none, ...of.get(window.start) }));
  }

  private async all<T>(months: readonly string[], suffix: string): Promise<T[]> {
    const loaded = await Promise.all(months.map((month) => this.load<T>(`data/${month}${suffix}`)));
    return loaded.filter((file) => file !== null);
  }

  private load<T>(path: string): Promise<T | null> {
    const known = this.files.get(path);
    if (known) return known as Promise<T | null>;
    const loading = loadJson<T>(path);
    this.files.set(path, loading);
    // What failed is tried again when it is asked for again.
    loading.catch(() => this.files.delete(path));
    return loading;
  }
}

/** The months that may hold windows of the range, up to the last one; `2026-11`. */
function monthsOf(months: readonly string[], range: Range): readonly string[] {
  const last = months.at(-1);
  if (range === 'all' || !last) return months;
  // From the end of the last month, in whichever of its days the last window lies.
  const from = Date.parse(`${last}-28`) - (Number(range) + 28) * DAY_MS;
  const first = new Date(from).toISOString().slice(0, 7);
  return months.filter((month) => month >= first);
}

function within(windows: readonly WindowSummary[], range: Range): WindowSummary[] {
  const last = windows.at(-1);
  if (range === 'all' || !last) return [...windows];
  const from = Date.parse(last.end) - Number(range) * DAY_MS;
  return windows.filter(({ start }) => Date.parse(start) >= from);
}
