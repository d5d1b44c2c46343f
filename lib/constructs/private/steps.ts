import type { Access } from './access.ts';

interface StepSpec {
  readonly id: string;
  /** In lambdas/, without its suffix. */
  readonly file: string;
  readonly description: string;
  /** Needs DuckDB and room for files. */
  readonly engine: boolean;
  readonly memorySize: number;
  readonly access: Access;
}

export type Step = 'plan' | 'profile' | 'dueWindows' | 'window' | 'conclude' | 'report' | 'abandon';

/** Every step's Lambda and what it may touch. */
export const STEPS: Readonly<Record<Step, StepSpec>> = {
  plan: {
    id: 'Plan',
    file: 'plan',
    description:
      'Finds what is new and claims it into shards; builds a baseline that is not built yet',
    engine: true,
    memorySize: 3008,
    access: {
      list: ['predictions/', 'labels/'],
      read: ['baselines/', 'monitors/', 'audit/'],
      write: ['baselines/', 'monitors/'],
      table: ['GetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      buckets: 'list',
    },
  },
  profile: {
    id: 'Profile',
    file: 'profile',
    description: 'Reads one shard and writes its profiles, normalised rows and rejects',
    engine: true,
    memorySize: 3008,
    access: {
      read: ['predictions/', 'labels/', 'baselines/', 'staged/', 'ids/', 'profiles/'],
      write: ['staged/', 'ids/', 'profiles/', 'rejected/'],
      remove: ['staged/', 'ids/', 'profiles/', 'rejected/'],
      table: ['GetItem', 'Query', 'PutItem'],
      buckets: 'read',
      tables: 'by time',
    },
  },
  dueWindows: {
    id: 'DueWindows',
    file: 'due-windows',
    description: 'Names the windows that have something that they do not show yet',
    engine: false,
    memorySize: 512,
    access: { table: ['Query'] },
  },
  window: {
    id: 'Window',
    file: 'window',
    description: 'Brings one window up to date: joins its labels, measures, judges, publishes',
    engine: true,
    memorySize: 3008,
    access: {
      read: ['staged/', 'profiles/', 'baselines/', 'outcomes/', 'results/'],
      write: ['profiles/', 'outcomes/', 'results/', 'violations/', 'tables/'],
      remove: ['tables/'],
      table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
      tables: 'by id',
    },
  },
  conclude: {
    id: 'Conclude',
    file: 'conclude',
    description: 'Alerts, asks for retraining, writes the audit record, gives the monitor back',
    engine: true,
    memorySize: 1024,
    access: {
      list: ['staged/', 'baselines/', 'outcomes/', 'monitors/'],
      read: ['results/', 'audit/', 'reports/'],
      write: ['audit/', 'requests/', 'tables/', 'reports/'],
      remove: ['tables/'],
      table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
    },
  },
  report: {
    id: 'Report',
    file: 'report',
    description: 'Draws the report of one window from its result and those before it',
    engine: false,
    memorySize: 1024,
    access: {
      read: ['results/'],
      write: ['reports/'],
      table: ['GetItem', 'Query', 'DeleteItem'],
    },
  },
  abandon: {
    id: 'Abandon',
    file: 'abandon',
    description: 'Ends a run that failed: writes its audit record and gives the monitor back',
    engine: false,
    memorySize: 512,
    access: {
      read: ['audit/'],
      write: ['audit/'],
      table: ['GetItem', 'PutItem', 'DeleteItem'],
    },
  },
};
