import type { StepName } from './step-run.ts';
import type { Tally } from './tally.ts';

/** What one invocation of a step does, and what each unit of its input adds; busy seconds of one core. */
export interface StepWork {
  readonly seconds: number;
  readonly secondsPer: {
    readonly row?: number;
    readonly object?: number;
    readonly measurement?: number;
  };
  readonly tally: Partial<Tally>;
  /** What each object of the shard adds. */
  readonly perObject?: Partial<Tally>;
}

/**
 * Rounded from runs of the bench's usual load (`bench/load`: 25 columns, 5 segments) with one number changed at a time, on
 * 2 shared cores: 100 and 20,000 and 200,000 rows, 1 to 1,000 objects, 231 to 15,659 measurements a window.
 */
export const STEP_WORK: Readonly<Record<StepName, StepWork>> = {
  plan: {
    seconds: 0.15,
    secondsPer: {},
    tally: {
      gets: 2,
      lists: 4,
      tableGets: 3,
      tableQueries: 3,
      tableWrites: 1,
      readUnits: 6,
      writeUnits: 1,
    },
  },
  profile: {
    seconds: 0.3,
    secondsPer: { row: 1.2e-5, object: 7e-4 },
    tally: { gets: 1, puts: 3, tableGets: 2, tableWrites: 8, readUnits: 3, writeUnits: 40 },
    perObject: { gets: 1, writeUnits: 0.5, readUnits: 0.06 },
  },
  labels: {
    seconds: 0.1,
    secondsPer: { row: 2.5e-6 },
    tally: {
      gets: 1,
      puts: 1,
      lists: 1,
      tableGets: 2,
      tableQueries: 2,
      tableWrites: 7,
      readUnits: 4,
      writeUnits: 20,
    },
    perObject: { gets: 1, writeUnits: 0.5 },
  },
  dueWindows: { seconds: 0.01, secondsPer: {}, tally: { tableQueries: 1, readUnits: 1 } },
  window: {
    seconds: 0.2,
    secondsPer: { row: 2e-6, measurement: 2.5e-4 },
    tally: {
      gets: 8,
      puts: 3,
      lists: 5,
      tableGets: 1,
      tableQueries: 2,
      tableWrites: 3,
      readUnits: 3,
      writeUnits: 12,
    },
  },
  conclude: {
    seconds: 0.03,
    secondsPer: {},
    tally: {
      puts: 1,
      tableGets: 4,
      tableQueries: 6,
      tableWrites: 3,
      readUnits: 10,
      writeUnits: 3,
      metricCalls: 1,
    },
  },
  // 20 results before it, of so many measurements each.
  report: {
    seconds: 0.6,
    secondsPer: { measurement: 1e-4 },
    tally: {
      gets: 20,
      puts: 1,
      lists: 1,
      tableGets: 3,
      tableQueries: 2,
      tableWrites: 1,
      readUnits: 6,
      writeUnits: 1,
    },
  },
};
