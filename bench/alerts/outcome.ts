import { CONTROL, INJECTIONS } from './injections/injections.ts';
import { BUDGET_PER_MONTH } from './monitor-text.ts';
import { poissonUpperBound } from './poisson-bound.ts';
import type { CalmResult } from './replay-calm.ts';
import { OURS } from './replay-calm.ts';
import type { DriftResult } from './replay-drift.ts';
import { RULES } from './rules/rules.ts';
import { nameOf, type Setting } from './setting.ts';

/** Driftwatch first, then the fixed rules. */
export const WATCHERS: readonly string[] = [OURS, ...RULES.map(({ name }) => name)];
/** How far above the budget the bound may lie, which shows more months to be the surer. */
const MARGIN = 1.5;

/** False alarms of one watcher in one setting. */
export interface FalseAlarms {
  readonly alarms: number;
  /** A month, and the upper end of its 95 % bound. */
  readonly rate: number;
  readonly bound: number;
  readonly kept: boolean;
}

export interface CalmOutcome {
  readonly name: string;
  readonly setting: Setting;
  readonly months: number;
  readonly watchers: Readonly<Record<string, FalseAlarms>>;
  /** Driftwatch's alarms by cause. */
  readonly causes: Readonly<Record<string, number>>;
}

/** Detections of one watcher of one kind at one number of rows. */
export interface Detections {
  /** Of all replicates. */
  readonly share: number;
  /** Median windows to the alarm of those that came; 1 is the window in which it set in. */
  readonly delay: number | null;
}

export interface DriftOutcome {
  readonly rows: number;
  readonly replicates: number;
  /** By kind, then watcher. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, Detections>>>>;
  /** Mean share over the kinds, without the control, by watcher. */
  readonly mean: Readonly<Record<string, number>>;
}

export interface Outcome {
  readonly calm: readonly CalmOutcome[];
  readonly drift: readonly DriftOutcome[];
}

/** Sums the splits of a setting. */
export function calmOutcome(setting: Setting, parts: readonly CalmResult[]): CalmOutcome {
  const months = parts.reduce((sum, part) => sum + part.months, 0);
  const causes: Record<string, number> = {};
  for (const [cause, count] of parts.flatMap((part) => Object.entries(part.causes)))
    causes[cause] = (causes[cause] ?? 0) + count;
  const watchers = WATCHERS.map((name) => {
    const alarms = parts.reduce((sum, part) => sum + (part.alarms[name] ?? 0), 0);
    return [name, falseAlarms(alarms, months)] as const;
  });
  return { name: nameOf(setting), setting, months, watchers: Object.fromEntries(watchers), causes };
}

/** So many alarms in so many months, held against the budget. */
export function falseAlarms(alarms: number, months: number): FalseAlarms {
  const bound = poissonUpperBound(alarms) / months;
  return { alarms, rate: alarms / months, bound, kept: bound < MARGIN * BUDGET_PER_MONTH };
}

export function driftOutcome(rows: number, replicates: readonly DriftResult[]): DriftOutcome {
  const detections = (kind: string, watcher: string): Detections => {
    const delays = replicates.map((result) => result[kind]?.[watcher] ?? null);
    const found = delays.filter((delay) => delay !== null).sort((a, b) => a - b);
    return {
      share: found.length / delays.length,
      delay: found[Math.floor((found.length - 1) / 2)] ?? null,
    };
  };
  const names = INJECTIONS.map(({ name }) => name);
  const ofKind = (kind: string) =>
    Object.fromEntries(WATCHERS.map((watcher) => [watcher, detections(kind, watcher)]));
  const mean = (watcher: string) =>
    names.reduce((sum, kind) => sum + detections(kind, watcher).share, 0) / names.length;
  return {
    rows,
    replicates: replicates.length,
    kinds: Object.fromEntries([...names, CONTROL.name].map((kind) => [kind, ofKind(kind)])),
    mean: Object.fromEntries(WATCHERS.map((watcher) => [watcher, mean(watcher)])),
  };
}
