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

export type Step = 'plan' | 'profile' | 'touchedWindows' | 'joinLabels' | 'evaluate' | 'abandon';

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
      read: ['baselines/', 'monitors/'],
      write: ['baselines/', 'monitors/'],
      table: ['GetItem', 'Query', 'PutItem'],
    },
  },
  profile: {
    id: 'Profile',
    file: 'profile',
    description: 'Reads one shard and writes its profiles, normalised rows and rejects',
    engine: true,
    memorySize: 3008,
    access: {
      read: ['predictions/', 'labels/', 'baselines/', 'profiles/'],
      write: ['staged/', 'profiles/', 'rejected/'],
      table: ['GetItem', 'PutItem'],
    },
  },
  touchedWindows: {
    id: 'TouchedWindows',
    file: 'touched-windows',
    description: 'Names the windows whose labels are to be joined',
    engine: false,
    memorySize: 512,
    access: { table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'] },
  },
  joinLabels: {
    id: 'JoinLabels',
    file: 'join-labels',
    description: 'Joins the predictions of one window with their labels',
    engine: true,
    memorySize: 3008,
    access: {
      read: ['staged/', 'profiles/', 'baselines/'],
      write: ['profiles/'],
      table: ['GetItem', 'PutItem'],
    },
  },
  evaluate: {
    id: 'Evaluate',
    file: 'evaluate',
    description:
      'Measures and judges windows, alerts, asks for retraining, writes the audit record',
    engine: false,
    memorySize: 1024,
    access: {
      list: ['staged/'],
      read: ['profiles/', 'baselines/', 'results/'],
      write: ['results/', 'audit/'],
      table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
    },
  },
  abandon: {
    id: 'Abandon',
    file: 'abandon',
    description: 'Ends a run that failed: writes its audit record and gives the monitor back',
    engine: false,
    memorySize: 512,
    access: { write: ['audit/'], table: ['GetItem', 'PutItem', 'DeleteItem'] },
  },
};
