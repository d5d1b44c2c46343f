import { causesOf } from '../../lib/judge/incident.ts';
import type { Incident } from '../../lib/judge/incidents.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { emptyProfile, type Profile, type Slice } from '../../lib/profile/profile.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { MONTH_WINDOWS, windowStartOf } from './data/calendar.ts';
import { drawMonths } from './data/draw.ts';
import { carLoan } from './data/golden.ts';
import { split } from './data/split.ts';
import type { Injection } from './injections/injection.ts';
import { CONTROL, INJECTIONS } from './injections/injections.ts';
import { incidentsOf, judge } from './judge.ts';
import { monitorText } from './monitor-text.ts';
import { profileWindows, wholeOf } from './profile-windows.ts';
import { buildReference, type Reference } from './reference.ts';
import { OURS } from './replay-calm.ts';
import { alarmsOf } from './rules/alarms.ts';
import { DATASET, PERFORMANCE } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

/** The window in which drift sets in, from 0. */
export const ONSET = 10;

/** One history for every kind of drift, over a baseline of its own. */
export interface DriftTask {
  readonly kind: 'drift';
  readonly rows: number;
  readonly replicate: number;
}

/** By kind, then by who looked: windows from the onset to the alarm, 1 for the onset's own; null where none came. */
export type DriftResult = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

interface History {
  readonly reference: Reference;
  /** Slices of the windows before the onset. */
  readonly calm: readonly (readonly Slice[])[];
  /** The rules, ready for this baseline. */
  readonly rules: readonly {
    readonly name: string;
    readonly fires: (whole: Profile) => readonly string[];
  }[];
  /** What the judge says of the windows before the onset. */
  readonly judged: readonly ReturnType<typeof judge>[];
}

/** Replays histories in which something sets in: the rows before and behind it are the same for every kind. */
export async function replayDrift(
  engine: Engine,
  { rows, replicate }: DriftTask,
  scratch: string,
): Promise<DriftResult> {
  await carLoan.load(engine);
  const drawnFrom = await split(engine, carLoan, 100 + replicate, rows);
  await drawMonths(engine, drawnFrom, { from: 0, until: 1, rows }, `drift ${replicate}`);
  await engine.run(raw('CREATE TABLE dated AS FROM drawn'));
  const logged = sql`(SELECT *, concat(day_of_month, '-', place) AS id, day_of_month - ${ONSET - 1} AS days FROM dated)`;
  const prepare = async (segmented: boolean): Promise<History> => {
    const text = monitorText(carLoan, carLoan.features, { labelled: true, segmented, id: true });
    const baseline = sql`(SELECT *, row_id::VARCHAR AS id FROM ${drawnFrom.baseline})`;
    const reference = await buildReference(engine, text, baseline, scratch);
    const before = sql`(FROM ${logged} WHERE days < 1)`;
    const calm = await windowsOf(engine, reference, before, 0, ONSET);
    const judged = calm.map((slices, i) => judge(reference, windowStartOf(0, i), slices));
    const rules = RULES.map((rule) => ({ name: rule.name, fires: rule.prepare(reference) }));
    return { reference, calm, rules, judged };
  };
  const plain = await prepare(false);
  const segmented = await prepare(true);
  const result: Record<string, Record<string, number | null>> = {};
  for (const injection of [CONTROL, ...INJECTIONS]) {
    const history = injection.segmented ? segmented : plain;
    const changed = injection.apply({
      rows: sql`(FROM ${logged} WHERE days >= 1)`,
      source: raw('source'),
    });
    const later = await windowsOf(engine, history.reference, changed, ONSET, MONTH_WINDOWS);
    result[injection.name] = {
      [OURS]: ourDelay(history, later, injection),
      ...ruleDelays(history, later, injection),
    };
  }
  return result;
}

async function windowsOf(
  engine: Engine,
  { monitor, baseline }: Reference,
  rows: Sql,
  from: number,
  until: number,
): Promise<Slice[][]> {
  const windows = await profileWindows(engine, monitor, baseline.frame, rows);
  return Array.from(
    { length: until - from },
    (_, i) => windows.get(windowStartOf(0, from + i)) ?? [],
  );
}

/** Windows are judged up to the alarm that is looked for: what comes later can't undo it. */
function ourDelay(
  history: History,
  later: readonly (readonly Slice[])[],
  injection: Injection,
): number | null {
  const { reference, judged } = history;
  const before = new Set(incidentsOf(reference, judged).map(({ id }) => id));
  const windows = [...judged];
  for (const [i, slices] of later.entries()) {
    windows.push(judge(reference, windowStartOf(0, ONSET + i), slices));
    const found = incidentsOf(reference, windows).some(
      (incident) => !before.has(incident.id) && concerns(incident, injection),
    );
    if (found) return i + 1;
  }
  return null;
}

function concerns(incident: Incident, { columns, families }: Injection): boolean {
  const each = causesOf(incident).map(({ worst }) => worst);
  return [...incident.findings, ...each].some(({ column, kind }) =>
    column === null ? families.includes(kind) : columns.includes(column),
  );
}

function ruleDelays(
  { calm, rules }: History,
  later: readonly (readonly Slice[])[],
  { columns, families }: Injection,
): Record<string, number | null> {
  const relevant = (at: string) =>
    at === DATASET
      ? families.includes('drift')
      : at === PERFORMANCE
        ? families.includes('performance')
        : columns.includes(at);
  const delays = rules.map(({ name, fires }) => {
    const fired = [...calm, ...later].map((slices) => fires(wholeOf(slices) ?? emptyProfile));
    const first = alarmsOf(fired).find(({ at, window }) => window >= ONSET && relevant(at));
    return [name, first ? first.window - ONSET + 1 : null] as const;
  });
  return Object.fromEntries(delays);
}
