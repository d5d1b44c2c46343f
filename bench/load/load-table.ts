import Table from 'cli-table3';
import { type Cost, costOf, totalOf } from '../../lib/cost/cost-of-steps.ts';
import { STEP_NAMES, type StepName } from '../../lib/cost/step-run.ts';
import { sumTallies } from '../../lib/cost/tally.ts';
import type { LoadRun } from './run-load.ts';

const style = { head: [], border: [], compact: true };
const count = (value: number) => Math.round(value).toLocaleString('en-US');
const STEP_TEXT: Readonly<Record<StepName, string>> = {
  plan: 'plan',
  profile: 'profile',
  labels: 'profile: labels',
  dueWindows: 'due windows',
  window: 'window: join, measure, judge',
  conclude: 'conclude',
  report: 'report',
};

/** Loads side by side: steps, requests, memory, and USD per million predictions. */
export function loadTable(runs: readonly LoadRun[], threads: number): string {
  const table = new Table({
    head: ['', ...runs.map(({ shape }) => `${count(shape.objects)} objects`)],
    colAligns: ['left', ...runs.map(() => 'right' as const)],
    style,
  });
  const row = (name: string, value: (run: LoadRun) => string) =>
    table.push([name, ...runs.map(value)]);
  row('predictions', ({ shape }) => count(shape.rows));
  row('windows', ({ shape }) => count(shape.windows));
  row('MB read', ({ storedBytes }) => count(inputBytes(storedBytes) / 1e6));
  for (const step of STEP_NAMES) row(`${STEP_TEXT[step]}, s`, (run) => stepText(run, step));
  row('all, one after another, s', ({ seconds }) => seconds.toFixed(1));
  row('of that busy, s', ({ steps }) =>
    steps.reduce((sum, step) => sum + step.busySeconds, 0).toFixed(1),
  );
  row('rows/s, end to end', ({ shape, seconds }) => count(shape.rows / seconds));
  row('peak MB', ({ peakBytes }) => count(peakBytes / 1e6));
  const tally = ({ steps }: LoadRun) => sumTallies(steps.map((step) => step.tally));
  row('S3: GET / PUT / LIST', (run) => {
    const { gets, puts, lists } = tally(run);
    return [gets, puts, lists].map(count).join(' / ');
  });
  row('table: get / query / write', (run) => {
    const { tableGets, tableQueries, tableWrites } = tally(run);
    return [tableGets, tableQueries, tableWrites].map(count).join(' / ');
  });
  row('table: read / write units', (run) => {
    const { readUnits, writeUnits } = tally(run);
    return [readUnits, writeUnits].map(count).join(' / ');
  });
  const cost = ({ shape, steps }: LoadRun, part: (cost: Cost) => number) =>
    ((part(costOf(steps, threads)) / shape.rows) * 1e6).toFixed(4);
  for (const service of ['lambda', 's3', 'dynamodb', 'stepFunctions', 'cloudwatch'] as const)
    row(`USD a million: ${service}`, (run) => cost(run, (parts) => parts[service]));
  row('USD a million predictions', (run) => cost(run, totalOf));
  return table.toString();
}

function stepText({ steps }: LoadRun, step: StepName): string {
  const run = steps.find((one) => one.step === step);
  if (!run) return '-';
  return `${run.seconds.toFixed(1)} (${run.invocations} x)`;
}

/** How one run of each load differs: one row a load. */
export function growthTable(
  runs: readonly (readonly [string, LoadRun])[],
  threads: number,
): string {
  const head = [
    'setting',
    'profile s',
    'window s',
    'rest s',
    'GET',
    'PUT',
    'LIST',
    'read u',
    'write u',
  ].concat(['left MB', 'peak MB', 'USD a run', 'a million']);
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style,
  });
  for (const [name, run] of runs) {
    const tally = sumTallies(run.steps.map((step) => step.tally));
    const seconds = (...names: StepName[]) =>
      run.steps
        .filter(({ step }) => names.includes(step))
        .reduce((sum, step) => sum + step.busySeconds, 0)
        .toFixed(1);
    const usd = totalOf(costOf(run.steps, threads));
    table.push([
      name,
      seconds('profile', 'labels'),
      seconds('window'),
      seconds('plan', 'dueWindows', 'conclude'),
      ...[tally.gets, tally.puts, tally.lists, tally.readUnits, tally.writeUnits].map(count),
      (leftBytes(run) / 1e6).toFixed(1),
      count(run.peakBytes / 1e6),
      usd.toFixed(4),
      ((usd / run.shape.rows) * 1e6).toFixed(3),
    ]);
  }
  return table.toString();
}

const INPUTS = ['predictions', 'labels'];

function inputBytes(stored: Readonly<Record<string, number>>): number {
  return INPUTS.reduce((sum, folder) => sum + (stored[folder] ?? 0), 0);
}

/** What a run leaves in the workspace beside its inputs. */
function leftBytes({ storedBytes }: LoadRun): number {
  return Object.entries(storedBytes)
    .filter(([folder]) => ![...INPUTS, 'baselines'].includes(folder))
    .reduce((sum, [, bytes]) => sum + bytes, 0);
}
