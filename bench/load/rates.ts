import type { LoadRun } from './run-load.ts';
import type { StepName, StepRun } from './run-steps.ts';
import { lessTally, sumTallies, type Tally, timesTally } from './tally.ts';

/** Processor seconds and requests of one thing. */
export interface Effort {
  readonly busySeconds: number;
  readonly tally: Tally;
}

/** What runs cost, split into what depends on the number of invocations, of rows, of objects, and of a window's files. */
export interface Rates {
  /** Of one invocation with few rows; of `window` with one file of predictions and one of labels. */
  readonly invocation: Readonly<Record<StepName, Effort>>;
  readonly row: Readonly<Record<'profile' | 'labels' | 'window', Effort>>;
  /** Of a further object of predictions in a shard. */
  readonly object: Readonly<Record<'plan' | 'profile' | 'conclude', Effort>>;
  /** Of a further pair of files, predictions' and labels'. */
  readonly file: Effort;
}

/** What rates are made of. */
export interface Measured {
  /** Runs of one object each, with so many rows. */
  readonly hours: readonly (readonly StepRun[])[];
  readonly rowsAnHour: number;
  /** A load of one window and one shard of either kind. */
  readonly usual: LoadRun;
  /** The same with more rows. */
  readonly larger: LoadRun;
  /** The same in more objects. */
  readonly scattered: LoadRun;
}

export function ratesOf({ hours, rowsAnHour, usual, larger, scattered }: Measured): Rates {
  const objects = scattered.shape.objects - usual.shape.objects;
  const object = (step: StepName) =>
    times(less(one(scattered.steps, step), one(usual.steps, step)), 1 / objects);
  const rows = larger.shape.rows - usual.shape.rows;
  const row = (step: StepName) =>
    times(less(one(larger.steps, step), one(usual.steps, step)), 1 / rows);
  const windowRow = row('window');
  const few = (step: StepName) => {
    const runs = hours.map((steps) => one(steps, step));
    return times(add(runs), 1 / runs.length);
  };
  const single = less(one(usual.steps, 'window'), times(windowRow, usual.shape.rows));
  const together = less(
    one(hours.at(-1) ?? [], 'window'),
    times(windowRow, rowsAnHour * hours.length),
  );
  const steps = ['plan', 'profile', 'labels', 'dueWindows', 'conclude'] as const;
  const fixed = Object.fromEntries(steps.map((step) => [step, few(step)]));
  return {
    invocation: { ...(fixed as Record<(typeof steps)[number], Effort>), window: single },
    row: { profile: row('profile'), labels: row('labels'), window: windowRow },
    object: { plan: object('plan'), profile: object('profile'), conclude: object('conclude') },
    file: times(less(together, single), 1 / (hours.length - 1)),
  };
}

export function add(efforts: readonly Effort[]): Effort {
  return {
    busySeconds: efforts.reduce((sum, { busySeconds }) => sum + busySeconds, 0),
    tally: sumTallies(efforts.map(({ tally }) => tally)),
  };
}

export function times({ busySeconds, tally }: Effort, factor: number): Effort {
  return { busySeconds: busySeconds * factor, tally: timesTally(tally, factor) };
}

/** What is less than nothing is noise. */
function less(after: Effort, before: Effort): Effort {
  const rest = lessTally(after.tally, before.tally);
  return {
    busySeconds: Math.max(0, after.busySeconds - before.busySeconds),
    tally: Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [name, Math.max(0, value)]),
    ) as Tally,
  };
}

function one(steps: readonly StepRun[], name: StepName): Effort {
  const step = steps.find((run) => run.step === name);
  if (!step) throw new Error(`no step ${name} was measured`);
  return step;
}
