import type { Incident } from '../../lib/judge/incidents.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { emptyProfile, type Slice } from '../../lib/profile/profile.ts';
import { sql } from '../../lib/sql/sql.ts';
import { MONTH_WINDOWS, windowStartOf } from './data/calendar.ts';
import { drawMonths } from './data/draw.ts';
import { split } from './data/split.ts';
import { thinDays } from './data/thin-days.ts';
import { widen } from './data/widen.ts';
import { incidentsOf, judge } from './judge.ts';
import { monitorText } from './monitor-text.ts';
import { profileWindows, wholeOf } from './profile-windows.ts';
import { buildReference, type Reference } from './reference.ts';
import { alarmsOf } from './rules/alarms.ts';
import { RULES } from './rules/rules.ts';
import { type Setting, SOURCES } from './setting.ts';

export const OURS = 'Driftwatch';

/** Months of one split of a setting. */
export interface CalmTask {
  readonly kind: 'calm';
  readonly setting: Setting;
  readonly split: number;
}

export interface CalmResult {
  readonly months: number;
  /** Alarms by who raised them. */
  readonly alarms: Readonly<Record<string, number>>;
  /** Of Driftwatch, by cause. */
  readonly causes: Readonly<Record<string, number>>;
}

/** So many cells of rows are drawn at once, and so many counts of profiles held. */
const CELLS = 20_000_000;
const COLUMN_WINDOWS = 3_000;

/** Replays months in which nothing drifts. */
export async function replayCalm(
  engine: Engine,
  { setting, split: number }: CalmTask,
  scratch: string,
): Promise<CalmResult> {
  const source = SOURCES[setting.source];
  if (!source) throw new RangeError(`there is no data set ${setting.source}`);
  const { rows, columns } = setting;
  await source.load(engine);
  await thinDays(engine, source, rows);
  const features = await widen(engine, source, columns);
  const drawnFrom = await split(engine, source, number, rows, setting.baselineRows);
  const reference = await buildReference(
    engine,
    monitorText(source, features, setting),
    drawnFrom.baseline,
    scratch,
  );
  const rules = RULES.map((rule) => ({ name: rule.name, fires: rule.prepare(reference) }));
  const alarms = new Map<string, number>([[OURS, 0]]);
  const causes = new Map<string, number>();
  const months = Math.ceil(setting.months / setting.splits);
  const perWindow = Math.min(CELLS / (rows * columns), COLUMN_WINDOWS / columns);
  const batch = Math.max(1, Math.floor(perWindow / MONTH_WINDOWS));
  for (let from = 0; from < months; from += batch) {
    const until = Math.min(months, from + batch);
    await drawMonths(engine, drawnFrom, { from, until, rows }, `split ${number}`);
    const { monitor, baseline } = reference;
    const windows = await profileWindows(engine, monitor, baseline.frame, sql`drawn`);
    for (let month = from; month < until; month++) {
      const history = monthOf(windows, month);
      for (const { cause } of replayed(reference, history)) {
        add(alarms, OURS, 1);
        add(causes, cause, 1);
      }
      for (const { name, fires } of rules) {
        const fired = history.map(({ slices }) => fires(wholeOf(slices) ?? emptyProfile));
        add(alarms, name, alarmsOf(fired).length);
      }
    }
  }
  return { months, alarms: Object.fromEntries(alarms), causes: Object.fromEntries(causes) };
}

interface Window {
  readonly start: number;
  readonly slices: readonly Slice[];
}

function monthOf(windows: ReadonlyMap<number, readonly Slice[]>, month: number): Window[] {
  return Array.from({ length: MONTH_WINDOWS }, (_, window) => {
    const start = windowStartOf(month, window);
    return { start, slices: windows.get(start) ?? [] };
  });
}

function replayed(reference: Reference, history: readonly Window[]): Incident[] {
  return incidentsOf(
    reference,
    history.map(({ start, slices }) => judge(reference, start, slices)),
  );
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
