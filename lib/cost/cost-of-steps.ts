import { STEPS } from '../constructs/private/steps.ts';
import { ASSUMED } from './assumptions.ts';
import { PRICES } from './prices.ts';
import type { StepName, StepRun } from './step-run.ts';

/** USD by service. */
export interface Cost {
  readonly lambda: number;
  readonly s3: number;
  readonly dynamodb: number;
  readonly stepFunctions: number;
  readonly cloudwatch: number;
}

/** What is billed for the steps of so many runs (one, where not said). `threads` is how many the engine used while it was measured. */
export function costOf(steps: readonly StepRun[], threads: number, runs = 1): Cost {
  const total = (value: (step: StepRun) => number) =>
    steps.reduce((sum, step) => sum + value(step), 0);
  return {
    lambda: total(
      (run) =>
        lambdaSeconds(run, threads) * gigabytes(run.step) * PRICES.lambdaGigabyteSecond +
        run.invocations * PRICES.lambdaRequest,
    ),
    s3: total(({ tally }) => tally.gets * PRICES.s3Get + (tally.puts + tally.lists) * PRICES.s3Put),
    dynamodb: total(
      ({ tally }) =>
        tally.readUnits * PRICES.tableReadUnit + tally.writeUnits * PRICES.tableWriteUnit,
    ),
    stepFunctions: transitions(steps, runs) * PRICES.transition + runs * PRICES.schedulerInvocation,
    cloudwatch: total(({ tally }) => tally.metricCalls * PRICES.putMetricData),
  };
}

export function totalOf(cost: Cost): number {
  return Object.values(cost).reduce((sum, usd) => sum + usd, 0);
}

/** The function that runs a step. */
function functionOf(step: StepName) {
  return STEPS[step === 'labels' ? 'profile' : step];
}

export const gigabytes = (step: StepName): number => functionOf(step).memorySize / 1024;

/** Seconds that Lambda bills: the busy ones, more where the function has less of a processor than the machine, and the waiting for others. */
export function lambdaSeconds(run: StepRun, threads: number): number {
  const { engine, memorySize } = functionOf(run.step);
  const vcpus = memorySize / ASSUMED.megabytesPerVcpu;
  const { tally } = run;
  const waiting =
    (tally.gets / ASSUMED.getsAtOnce + tally.puts + tally.lists) * ASSUMED.s3Seconds +
    (tally.bytesRead + tally.bytesWritten) / ASSUMED.s3BytesPerSecond +
    (tally.tableGets + tally.tableQueries + tally.tableWrites) * ASSUMED.tableSeconds;
  return (
    run.busySeconds * Math.max(1, (engine ? threads : 1) / vcpus) +
    waiting +
    run.invocations * ASSUMED.coldStartSeconds
  );
}

/** Plan, choice, three maps, due windows, conclude, the end; of an item of a map its start and its one state. */
export const PER_RUN = 8;
const PER_ITEM = 2;

function transitions(steps: readonly StepRun[], runs: number): number {
  const items = steps
    .filter(({ step }) => ['profile', 'labels', 'window', 'report'].includes(step))
    .reduce((sum, { invocations }) => sum + invocations, 0);
  return PER_RUN * runs + PER_ITEM * items;
}
