import type { Incident } from '../judge/incidents.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import type { BacktestIncident } from './backtest-report.ts';
import type { ReplayedRun } from './replay-windows.ts';

const HOUR = 3_600_000;

/** What is kept of a run. */
export type Told = Pick<ReplayedRun, 'at'> & {
  readonly concluded: Pick<ReplayedRun['concluded'], 'opened' | 'resolved' | 'withdrawn'>;
};

/** Incidents by the runs that told of them, in the order in which they were opened. `labelHours` by ISO start of a window. */
export function followIncidents(
  monitor: Monitor,
  runs: readonly Told[],
  labelHours: ReadonlyMap<string, number | null>,
): BacktestIncident[] {
  const told = new Map<string, BacktestIncident>();
  for (const { at, concluded } of runs) {
    for (const incident of concluded.opened)
      told.set(incident.id, opened(monitor, incident, at, labelHours.get(incident.onset) ?? null));
    const change = (id: string, by: Partial<BacktestIncident>) => {
      const known = told.get(id);
      if (known) told.set(id, { ...known, ...by });
    };
    for (const { id, resolved } of concluded.resolved) change(id, { resolved, resolvedTold: at });
    for (const { id } of concluded.withdrawn) change(id, { withdrawn: true });
  }
  return [...told.values()];
}

function opened(
  monitor: Monitor,
  incident: Incident,
  at: string,
  labelHours: number | null,
): BacktestIncident {
  const start = Date.parse(incident.onset);
  const resolved = incident.resolved;
  return {
    cause: incident.cause,
    kinds: incident.kinds,
    onset: incident.onset,
    told: at,
    delay: {
      windows: (Date.parse(incident.opened) - start) / parseDuration(monitor.window),
      hours: (Date.parse(at) - start) / HOUR,
    },
    resolved,
    resolvedTold: resolved === null ? null : at,
    withdrawn: false,
    worst: incident.findings[0]?.message ?? null,
    labelHours,
  };
}

/** Median hours that the labels of a window took; null where there are none that came later. */
export function labelHoursOf({ measurements }: WindowResult): number | null {
  const delay = measurements.find(
    ({ metric, column, segment, variant }) =>
      metric === 'label_delay_p50' && column === null && segment === null && variant === null,
  );
  return delay?.value == null ? null : delay.value / 3600;
}
