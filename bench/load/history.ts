import { parseDuration } from '../../lib/monitor/duration.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { claimMemory, labelWait, lookBack, windowMemory } from '../../lib/monitor/retention.ts';
import { loadMonitor } from './rows.ts';
import type { LoadRun } from './run-load.ts';
import { USUAL } from './shape.ts';
import type { User } from './users.ts';

const DAY = 86_400_000;

/** Sizes of a single thing, in bytes. */
export interface Sizes {
  /** Of the ledger, for one object. */
  readonly claimedObject: number;
  readonly shardRecord: number;
  readonly windowRecord: number;
}

export function sizesOf({ shape, tableBytes }: LoadRun): Sizes {
  return {
    claimedObject: (tableBytes.claim ?? 0) / (shape.objects + shape.labelObjects),
    shardRecord: (tableBytes.shard ?? 0) / 2,
    windowRecord: (tableBytes.window ?? 0) / shape.windows,
  };
}

/** How much of the past a monitor that has run for long has before it. */
export interface History {
  readonly ledgerBytes: number;
  readonly labelShardBytes: number;
  readonly windowBytes: number;
  readonly tableBytes: number;
  /** That are listed: those of the look-back, in folders that have dates. */
  readonly listedObjects: number;
  /** Days of predictions whose ids a label is held against. */
  readonly idDays: number;
}

export function historyOf(user: User, sizes: Sizes, shardsADay: number): History {
  const monitor = checkMonitor(
    {
      ...loadMonitor(USUAL),
      window: `${24 / user.windowsADay}h`,
      look_back: user.lookBack,
      labels: { from: 's3', label: 'outcome', wait: user.labelsWait },
    },
    'bench',
  );
  const claimDays = claimMemory(monitor) / DAY;
  const windowDays = windowMemory(monitor) / DAY;
  const objectsADay = user.objectsADay + user.labelObjectsADay;
  const ledgerBytes = objectsADay * claimDays * sizes.claimedObject;
  const windowBytes = user.windowsADay * windowDays * sizes.windowRecord;
  const shardBytes = shardsADay * claimDays * sizes.shardRecord;
  return {
    ledgerBytes,
    labelShardBytes: shardBytes / 2,
    windowBytes,
    tableBytes: ledgerBytes + windowBytes + shardBytes,
    listedObjects: (objectsADay * lookBack(monitor)) / DAY,
    idDays: (labelWait(monitor) + parseDuration(monitor.window)) / DAY,
  };
}
