import { PRICES } from '../prices.ts';
import { type Cost, costOf } from './cost.ts';
import { historyOf, sizesOf } from './history.ts';
import { monthSteps, type Shards } from './month-steps.ts';
import { type Measured, ratesOf } from './rates.ts';
import type { LoadRun } from './run-load.ts';
import { storedGigabytes } from './stored.ts';
import { DAYS, type User } from './users.ts';

/** What a claim holds. */
const SHARD = { bytes: 256 * 1024 * 1024, objects: 1000 };
/** Of a stack with one monitor: runs that fail or hang, two queues, silence of two kinds, work left undone. */
const ALARMS = 7;

/** USD a month by what they are paid for. */
export interface Bill extends Cost {
  readonly s3Storage: number;
  readonly tableStorage: number;
  readonly metrics: number;
  readonly alarms: number;
}

/** A month of a monitor that has run for a year. */
export function billOf(user: User, measured: Measured, threads: number): Bill {
  const { scattered, larger } = measured;
  const shards = shardsARun(user, larger);
  const shardsADay = user.runsADay * (shards.predictions + shards.labels);
  const history = historyOf(user, sizesOf(scattered), shardsADay);
  const steps = monthSteps(user, ratesOf(measured), history, shards);
  return {
    ...costOf(steps, threads, DAYS * user.runsADay),
    s3Storage: storedGigabytes(user, larger, shards.predictions) * PRICES.s3GigabyteMonth,
    tableStorage: (history.tableBytes / 1e9) * PRICES.tableGigabyteMonth,
    metrics: larger.metrics * PRICES.metricMonth,
    alarms: ALARMS * PRICES.alarmMonth,
  };
}

function shardsARun(user: User, { shape, storedBytes }: LoadRun): Shards {
  const shards = (kind: keyof Shards, objectsADay: number) => {
    const bytes = ((storedBytes[kind] ?? 0) / shape.rows) * user.predictionsADay;
    const perRun = (value: number, most: number) => Math.ceil(value / user.runsADay / most);
    return Math.max(1, perRun(bytes, SHARD.bytes), perRun(objectsADay, SHARD.objects));
  };
  return {
    predictions: shards('predictions', user.objectsADay),
    labels: shards('labels', user.labelObjectsADay),
  };
}
