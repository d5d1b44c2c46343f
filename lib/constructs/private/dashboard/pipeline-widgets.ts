import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Step } from '../steps.ts';
import { pipelineMetric } from './own-metric.ts';

/** Whether a monitor's runs come to their end, and the stack's functions work. */
export function pipelineWidgets(
  monitor: string,
  steps: Readonly<Record<Step, LambdaFunction>>,
  stateMachine: IStateMachine,
): IWidget[] {
  const period = Duration.hours(1);
  const own = { period, statistic: 'Sum' };
  const functions = Object.entries(steps);
  return [
    new GraphWidget({
      title: 'Runs of this monitor',
      left: [
        pipelineMetric(monitor, 'runs', { ...own, label: 'runs that ended' }),
        pipelineMetric(monitor, 'work_left', {
          ...{ period, statistic: 'Maximum', label: 'shards and windows left undone' },
        }),
      ],
      right: [pipelineMetric(monitor, 'predictions_read', { ...own, label: 'predictions read' })],
      leftYAxis: { min: 0, showUnits: false },
      rightYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
    new GraphWidget({
      title: 'Runs of all monitors that did not end well',
      left: [
        stateMachine.metricFailed({ ...own, label: 'failed' }),
        stateMachine.metricTimedOut({ ...own, label: 'timed out' }),
      ],
      right: functions.map(([step, one]) => one.metricErrors({ ...own, label: `${step}: errors` })),
      leftYAxis: { min: 0, showUnits: false },
      rightYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
    new GraphWidget({
      title: 'Longest invocation of each step, of all monitors (ends at 900,000 ms)',
      left: functions.map(([step, one]) =>
        one.metricDuration({ period, statistic: 'Maximum', label: step }),
      ),
      leftYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
  ];
}

const SIZE = { width: 8, height: 6 } as const;
