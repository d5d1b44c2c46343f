import { evaluationWindow, threeRuns } from '../constructs/private/evaluation-window.ts';
import { parseDuration, parseRate } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { costOf } from './cost-of-steps.ts';
import { PRICES } from './prices.ts';
import type { StepName, StepRun } from './step-run.ts';
import { STEP_WORK } from './step-work.ts';
import { emptyTally, type Tally } from './tally.ts';

/** Days of the month that everything is counted for. */
export const MONTH_DAYS = 30;

/** What a month of a monitor brings. */
export interface MonthlyUse {
  readonly runs: number;
  readonly predictionShards: number;
  readonly predictionObjects: number;
  readonly labelShards: number;
  readonly labelObjects: number;
  readonly rows: number;
  readonly labels: number;
  /** Windows judged, those judged again for late labels included. */
  readonly windowsJudged: number;
  /** Rows that those windows hold. */
  readonly rowsJudged: number;
  /** Of one window. */
  readonly measurements: number;
  /** Distinct names and sets of dimensions that CloudWatch bills. */
  readonly metrics: number;
  readonly alarms: number;
  readonly dashboards: number;
}

/** USD a month, by what is billed. */
export interface MonthlyCost {
  readonly cloudwatchMetrics: number;
  readonly cloudwatchAlarms: number;
  readonly cloudwatchDashboards: number;
  /** Sending values. */
  readonly cloudwatchRequests: number;
  readonly lambda: number;
  readonly stepFunctions: number;
  readonly s3Requests: number;
  readonly dynamodb: number;
  readonly total: number;
}

/** Runs in a month by the schedule. */
export function runsPerMonth({ schedule }: Monitor): number {
  return (MONTH_DAYS * 86_400_000) / parseRate(schedule);
}

/** Alarms that the stack makes for one monitor: as `Alarms` does, which leaves out what CloudWatch can't look back to. */
export function alarmsOf(monitor: Monitor): number {
  const [period, window] = [parseRate(monitor.schedule), parseDuration(monitor.window)];
  return [
    evaluationWindow(period),
    evaluationWindow(Math.max(period, window)),
    threeRuns(period),
  ].filter((one) => one !== null).length;
}

/** Estimates what AWS bills for a month of such use at list prices; without free tiers, storage and the stack's own alarms. */
export function estimateMonth(use: MonthlyUse): MonthlyCost {
  const step = (
    name: StepName,
    invocations: number,
    units: { rows?: number; objects?: number; measurements?: number } = {},
  ): StepRun => {
    const work = STEP_WORK[name];
    const { rows = 0, objects = 0, measurements = 0 } = units;
    const seconds =
      work.seconds * invocations +
      (work.secondsPer.row ?? 0) * rows +
      (work.secondsPer.object ?? 0) * objects +
      (work.secondsPer.measurement ?? 0) * measurements;
    const tally = emptyTally();
    for (const key of Object.keys(tally) as (keyof Tally)[])
      tally[key] = (work.tally[key] ?? 0) * invocations + (work.perObject?.[key] ?? 0) * objects;
    return { step: name, invocations, seconds, busySeconds: seconds, longest: 0, tally };
  };
  const steps = [
    step('plan', use.runs),
    step('profile', use.predictionShards, { rows: use.rows, objects: use.predictionObjects }),
    step('labels', use.labelShards, { rows: use.labels, objects: use.labelObjects }),
    step('dueWindows', use.runs),
    step('window', use.windowsJudged, {
      rows: use.rowsJudged,
      measurements: use.windowsJudged * use.measurements,
    }),
    step('conclude', use.runs),
    step('report', use.windowsJudged, { measurements: use.windowsJudged * use.measurements }),
  ];
  const billed = costOf(steps, 1, use.runs);
  const parts = {
    cloudwatchMetrics: use.metrics * PRICES.metricMonth,
    cloudwatchAlarms: use.alarms * PRICES.alarmMonth,
    cloudwatchDashboards: use.dashboards * PRICES.dashboardMonth,
    cloudwatchRequests: billed.cloudwatch + use.windowsJudged * PRICES.putMetricData,
    lambda: billed.lambda,
    stepFunctions: billed.stepFunctions,
    s3Requests: billed.s3,
    dynamodb: billed.dynamodb,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, usd) => sum + usd, 0) };
}
