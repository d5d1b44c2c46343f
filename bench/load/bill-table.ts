import Table from 'cli-table3';
import type { Bill } from './bill.ts';
import type { User } from './users.ts';

const TEXT: Readonly<Record<keyof Bill, string>> = {
  lambda: 'Lambda',
  s3: 'S3 requests',
  dynamodb: 'DynamoDB requests',
  stepFunctions: 'Step Functions, Scheduler',
  cloudwatch: 'PutMetricData',
  s3Storage: 'S3 storage',
  tableStorage: 'DynamoDB storage',
  metrics: 'CloudWatch metrics',
  alarms: 'CloudWatch alarms',
};

/** USD a month, one column a user. */
export function billTable(bills: readonly (readonly [User, Bill])[]): string {
  const table = new Table({
    head: ['USD a month', ...bills.map(([user]) => user.name)],
    colAligns: ['left', ...bills.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const [part, text] of Object.entries(TEXT))
    table.push([text, ...bills.map(([, bill]) => bill[part as keyof Bill].toFixed(2))]);
  const totals = bills.map(([, bill]) => Object.values(bill).reduce((a, b) => a + b, 0));
  table.push(['total', ...totals.map((usd) => usd.toFixed(2))]);
  const perMillion = totals.map(
    (usd, i) => usd / ((30 * (bills[i]?.[0].predictionsADay ?? 1)) / 1e6),
  );
  table.push(['per million predictions', ...perMillion.map((usd) => usd.toFixed(2))]);
  return table.toString();
}
