import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { pipelineMetric } from './own-metric.ts';

/** Whether what payload loggers send becomes predictions. */
export function collectorWidgets(monitor: string): IWidget[] {
  const period = Duration.hours(1);
  const sum = (name: Parameters<typeof pipelineMetric>[1], label: string) =>
    pipelineMetric(monitor, name, { period, statistic: 'Sum', label });
  return [
    new GraphWidget({
      title: 'Requests that were collected with their response',
      left: [
        sum('collected', 'collected'),
        sum('collected_late', 'of them with halves more than an hour apart'),
        sum('collected_again', 'sent again, and not counted'),
      ],
      right: [sum('feedback_collected', 'feedback')],
      leftYAxis: { min: 0, showUnits: false },
      rightYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
    new GraphWidget({
      title: 'Halves without the other one',
      left: [
        pipelineMetric(monitor, 'halves_missing', {
          ...{ period, statistic: 'Maximum', label: 'waiting for more than an hour' },
        }),
        sum('halves_aside', 'set aside in rejected/ after seven days'),
      ],
      leftYAxis: { min: 0, showUnits: false },
      ...SIZE,
    }),
  ];
}

const SIZE = { width: 12, height: 6 } as const;
