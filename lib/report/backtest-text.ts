import Table from 'cli-table3';
import type {
  BacktestIncident,
  BacktestReport,
  FileBacktest,
} from '../backtest/backtest-report.ts';
import { printable } from '../printable.ts';

const style = { head: [], border: [], compact: true };
const dollars = (value: number) => value.toFixed(2);
const count = (value: number) => Math.round(value).toLocaleString('en-US');
const perMonth = (value: number) => value.toFixed(1);
const day = (iso: string) => iso.slice(0, 16).replace('T', ' ');

/** A backtest for a terminal: the files side by side, then what each would have told. */
export function backtestText(report: BacktestReport): string {
  const { files, prices } = report;
  return [
    `${report.monitor}: what ${files.length === 1 ? 'this monitor file' : 'these monitor files'} would have told, by the profiles of ${files[0]?.profiled ? 'the logs as they are now' : 'the workspace'}`,
    sideBySide(files),
    ...files.flatMap((file) => told(file)),
    `Estimated, by the list prices of ${prices.region} as known in ${prices.asOf}, without free tiers, storage, logs and the four alarms that the stack has once: check them (docs/cost.md).`,
    'Labels count as they are known now, however late they came. A run is taken to come one period of the schedule after a window, and nobody to have retrained.',
  ].join('\n\n');
}

function sideBySide(files: readonly FileBacktest[]): string {
  const table = new Table({
    head: ['', ...files.map(({ file }) => file)],
    colAligns: ['left', ...files.map(() => 'right' as const)],
    style,
  });
  const row = (name: string, value: (file: FileBacktest) => string) =>
    table.push([name, ...files.map(value)]);
  row('from', ({ period }) => day(period.from));
  row('to', ({ period }) => day(period.to));
  row('months of 30 days', ({ period }) => period.months.toFixed(2));
  row('windows', ({ period }) => count(period.windows));
  row('predictions', ({ period }) => count(period.rows));
  row('alerts (incidents opened)', ({ counts }) => count(counts.alerts));
  row('alerts a month', (file) => perMonth(file.perMonth.alerts));
  row('warnings a month', (file) => perMonth(file.perMonth.warnings));
  row('messages a month', (file) => perMonth(file.perMonth.messages));
  row('retraining requests a month', (file) => perMonth(file.perMonth.retraining));
  row('delay, windows (mean)', ({ incidents }) =>
    incidents.length === 0
      ? '-'
      : (incidents.reduce((sum, { delay }) => sum + delay.windows, 0) / incidents.length).toFixed(
          1,
        ),
  );
  row('CloudWatch metrics', ({ use }) => count(use.metrics));
  row('USD a month: CloudWatch metrics', ({ cost }) => dollars(cost.cloudwatchMetrics));
  row('CloudWatch alarms', ({ cost }) => dollars(cost.cloudwatchAlarms));
  row('CloudWatch dashboard (three an account are free)', ({ cost }) =>
    dollars(cost.cloudwatchDashboards),
  );
  row('CloudWatch requests', ({ cost }) => dollars(cost.cloudwatchRequests));
  row('Lambda', ({ cost }) => dollars(cost.lambda));
  row('Step Functions', ({ cost }) => dollars(cost.stepFunctions));
  row('S3 requests', ({ cost }) => dollars(cost.s3Requests));
  row('DynamoDB', ({ cost }) => dollars(cost.dynamodb));
  row('together', ({ cost }) => dollars(cost.total));
  return table.toString();
}

function told({ file, incidents, retraining }: FileBacktest): string[] {
  const asked = retraining.map(
    ({ requested, reason }) =>
      `  ${day(requested)}: retraining would be asked for: ${printable(reason)}`,
  );
  if (incidents.length + asked.length === 0) return [`${file}: nothing would have been told`];
  return [[`${file}:`, ...incidents.flatMap(describe), ...asked].join('\n')];
}

function describe(incident: BacktestIncident): string[] {
  const { cause, kinds, onset, told, delay, resolved, withdrawn, worst, labelHours } = incident;
  const late = labelHours !== null && kinds.some((kind) => RESTS_ON_LABELS.has(kind));
  const end = withdrawn
    ? 'withdrawn'
    : resolved === null
      ? 'open at the end'
      : `well again from ${day(resolved)}`;
  return [
    `- ${printable(cause)} (${kinds.join(', ')}): since ${day(onset)}, told ${day(told)} (${delay.windows} windows after the first, ${delay.hours.toFixed(0)} h from its start), ${end}`,
    ...(worst === null ? [] : [`    ${printable(worst)}`]),
    ...(late
      ? [
          `    its labels took ${labelHours.toFixed(0)} h (median): what rests on them came later by that`,
        ]
      : []),
  ];
}

const RESTS_ON_LABELS: ReadonlySet<string> = new Set(['performance', 'concept_drift']);
