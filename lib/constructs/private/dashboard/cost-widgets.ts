import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { PER_RUN } from '../../../cost/cost-of-steps.ts';
import { PRICES } from '../../../cost/prices.ts';
import type { Step } from '../steps.ts';

/** What the runs of all monitors cost a day, from what AWS itself counts and list prices. */
export function costWidgets(
  steps: Readonly<Record<Step, LambdaFunction>>,
  stateMachine: IStateMachine,
  table: Table,
): IWidget[] {
  const options = { period: Duration.days(1), statistic: 'Sum' };
  const functions = Object.values(steps);
  const sum = (
    id: string,
    terms: readonly (readonly [factor: number, metric: IMetric])[],
    label: string,
  ) =>
    new MathExpression({
      expression: terms.map(([factor], i) => `FILL(${id}${i}, 0) * ${decimal(factor)}`).join(' + '),
      usingMetrics: Object.fromEntries(terms.map(([, metric], i) => [`${id}${i}`, metric])),
      label,
      period: options.period,
    });
  const lambda = functions.flatMap((one) => [
    [(gigabytes(one) * PRICES.lambdaGigabyteSecond) / 1000, one.metricDuration(options)] as const,
    [PRICES.lambdaRequest, one.metricInvocations(options)] as const,
  ]);
  const others = [
    [PRICES.tableReadUnit, table.metricConsumedReadCapacityUnits(options)],
    [PRICES.tableWriteUnit, table.metricConsumedWriteCapacityUnits(options)],
    [PER_RUN * PRICES.transition, stateMachine.metricStarted(options)],
  ] as const;
  return [
    new GraphWidget({
      title: `Cost of the pipeline, all monitors, USD a day (list prices of ${PRICES.region}, ${PRICES.asOf})`,
      left: [
        sum('lambda', lambda, 'Lambda'),
        sum('other', others, 'DynamoDB, and the steps that every run has'),
      ],
      leftYAxis: { min: 0, showUnits: false },
      stacked: true,
      width: 24,
      height: 6,
    }),
  ];
}

function gigabytes(one: LambdaFunction): number {
  return ((one.node.defaultChild as CfnFunction).memorySize ?? 128) / 1024;
}

/** CloudWatch's expressions know no exponents. */
function decimal(factor: number): string {
  return factor.toFixed(15).replace(/0+$/, '');
}
