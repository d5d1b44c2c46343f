import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Account } from './account.ts';

/** The values of a monitor's metric in an hour, by time. */
export async function valuesOf(
  { cloudWatch }: Account,
  monitor: string,
  metric: string,
  from: Date,
  to: Date,
  statistic = 'Average',
): Promise<number[]> {
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: from,
      EndTime: to,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: {
              Namespace: 'Driftwatch',
              MetricName: metric,
              Dimensions: [{ Name: 'Monitor', Value: monitor }],
            },
            Period: 60,
            Stat: statistic,
          },
        },
      ],
    }),
  );
  return MetricDataResults[0]?.Values ?? [];
}
