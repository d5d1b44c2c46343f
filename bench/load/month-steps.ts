import { ASSUMED } from './assumptions.ts';
import type { History } from './history.ts';
import { add, type Effort, type Rates, times } from './rates.ts';
import type { StepName, StepRun } from './run-steps.ts';
import { emptyTally, type Tally } from './tally.ts';
import { DAYS, type User } from './users.ts';

const PAGE = 1000;
const READ_UNIT = 4096;
const QUERY_BYTES = 1024 ** 2;
const ID_BYTES = 8;
/** Normalised labels are kept, and listed, so many days. */
const STAGED_DAYS = 400;

/** Shards that a run makes of what it finds. */
export type Shards = Readonly<Record<'predictions' | 'labels', number>>;

/** The steps of a month's runs. */
export function monthSteps(user: User, rates: Rates, history: History, shards: Shards): StepRun[] {
  const runs = DAYS * user.runsADay;
  const windows = DAYS * user.windowsADay * user.passes;
  const rows = DAYS * user.predictionsADay;
  const labelShards = runs * shards.labels;
  const files = Math.max(1, user.runsADay / user.windowsADay) * shards.predictions;
  const furtherObjects = Math.max(0, DAYS * user.objectsADay - runs * shards.predictions);
  const object = (step: keyof Rates['object']) => times(rates.object[step], furtherObjects);
  const step = (name: StepName, invocations: number, ...more: Effort[]): StepRun => {
    const effort = add([times(rates.invocation[name], invocations), ...more]);
    return { step: name, invocations, seconds: effort.busySeconds, longest: 0, ...effort };
  };
  return [
    step('plan', runs, object('plan'), times(ofPlan(history), runs)),
    step('profile', runs * shards.predictions, object('profile'), times(rates.row.profile, rows)),
    step(
      'labels',
      labelShards,
      times(rates.row.labels, rows),
      times(ofLabels(user, history, files), labelShards),
    ),
    step('dueWindows', runs),
    step(
      'window',
      windows,
      times(rates.row.window, rows * user.passes),
      times(rates.file, (files - 1) * windows),
      times(ofWindow(user, history), windows),
    ),
    step('conclude', runs, object('conclude'), times(queried(history.windowBytes), runs)),
  ];
}

/** The ledger is read along the listing. */
function ofPlan({ ledgerBytes, listedObjects }: History): Effort {
  return add([queried(ledgerBytes), requests({ lists: listedObjects / PAGE })]);
}

/** Labels are held against the ids of all windows that still wait. */
function ofLabels(user: User, { idDays, windowBytes }: History, files: number): Effort {
  const idFiles = idDays * user.windowsADay * files;
  const ids = idDays * user.predictionsADay;
  const reads = requests({ gets: idFiles, lists: idFiles / PAGE, bytesRead: ID_BYTES * ids });
  return add([queried(windowBytes), { ...reads, busySeconds: ids * ASSUMED.idSeconds }]);
}

function ofWindow(user: User, { labelShardBytes }: History): Effort {
  return add([queried(labelShardBytes), requests({ lists: (user.runsADay * STAGED_DAYS) / PAGE })]);
}

function queried(bytes: number): Effort {
  return requests({ readUnits: bytes / READ_UNIT, tableQueries: bytes / QUERY_BYTES });
}

function requests(tally: Partial<Tally>): Effort {
  return { busySeconds: 0, tally: { ...emptyTally(), ...tally } };
}
