import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Datum } from '../../../lib/act/datum.ts';
import { publishToCloudWatch } from '../../../lib/adapters/sinks/cloudwatch.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const api = mockedClient(CloudWatchClient);
const log = vi.fn();
const options = {
  client: new CloudWatchClient({}),
  now: () => new Date('2026-11-20T12:00:00Z'),
  log,
};
const datum: Datum = {
  metric: 'psi',
  unit: 'none',
  value: 0.3,
  timestamp: '2026-11-19T00:00:00Z',
  monitor: 'm',
  column: null,
  segment: null,
  variant: null,
};
const inputs = () => api.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  api.reset();
  api.on(PutMetricDataCommand).resolves({});
  log.mockReset();
});

describe('publishToCloudWatch', () => {
  it('names a datum by its metric and the dimensions that it has', async () => {
    await publishToCloudWatch([{ ...datum, column: 'income', variant: 'v2' }], options);
    expect(inputs()).toEqual([
      {
        Namespace: 'Driftwatch',
        MetricData: [
          {
            MetricName: 'psi',
            Unit: 'None',
            Value: 0.3,
            Timestamp: new Date('2026-11-19T00:00:00Z'),
            Dimensions: [
              { Name: 'Monitor', Value: 'm' },
              { Name: 'Column', Value: 'income' },
              { Name: 'Variant', Value: 'v2' },
            ],
          },
        ],
      },
    ]);
  });

  it('sends a value that counts as many samples with their number', async () => {
    await publishToCloudWatch(
      [
        { ...datum, weight: 1000 },
        { ...datum, weight: 1 },
      ],
      options,
    );
    const [heavy, plain] = inputs()[0]?.MetricData ?? [];
    expect(heavy).toMatchObject({ Values: [0.3], Counts: [1000] });
    expect(heavy).not.toHaveProperty('Value');
    expect(plain).toMatchObject({ Value: 0.3 });
    expect(plain).not.toHaveProperty('Counts');
  });

  it.each([
    ['count', 'Count'],
    ['milliseconds', 'Milliseconds'],
    ['share', 'None'],
    ['per_minute', 'None'],
    ['seconds', 'Seconds'],
    ['minutes', 'None'],
  ] as const)('sends the unit %s as %s', async (unit, sent) => {
    await publishToCloudWatch([{ ...datum, unit }], options);
    expect(inputs()[0]?.MetricData?.[0]?.Unit).toBe(sent);
  });

  it('sends at most 1000 data and 1 MB a call, and all of them', async () => {
    await publishToCloudWatch(Array(2500).fill(datum), options);
    expect(inputs().map(({ MetricData }) => MetricData?.length)).toEqual([1000, 1000, 500]);
    api.resetHistory();
    const long = 'x'.repeat(1000);
    const wide = { ...datum, column: long, segment: long, variant: long };
    await publishToCloudWatch(Array(1000).fill(wide), options);
    const sizes = inputs().map(({ MetricData }) => JSON.stringify(MetricData).length);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect(inputs().flatMap(({ MetricData }) => MetricData)).toHaveLength(1000);
  });

  it('leaves out what CloudWatch refuses for its time, and says so', async () => {
    const at = (timestamp: string) => ({ ...datum, timestamp });
    const old = at('2026-11-06T11:59:59Z');
    const oldest = at('2026-11-06T12:00:00Z');
    const ahead = at('2026-11-20T14:00:01Z');
    await publishToCloudWatch([old, oldest, ahead], options);
    expect(inputs()[0]?.MetricData).toHaveLength(1);
    expect(log.mock.calls.join()).toContain('2 of 3');
  });

  it('calls nobody for nothing', async () => {
    await publishToCloudWatch([], options);
    expect(inputs()).toEqual([]);
  });

  const elsewhere = {
    namespace: 'aws/sagemaker/Endpoints/data-metrics',
    name: 'feature_data_größe',
    dimensions: { Endpoint: 'loans', MonitoringSchedule: 'hourly' },
    statistics: { count: 10, sum: 30, min: 1, max: 5 },
  };

  it('sends what goes elsewhere under its own namespace, name and dimensions, without weight', async () => {
    await publishToCloudWatch([datum, { ...datum, weight: 10_000, elsewhere }], options);
    expect(inputs().map(({ Namespace }) => Namespace)).toEqual(['Driftwatch', elsewhere.namespace]);
    expect(inputs()[1]?.MetricData).toEqual([
      {
        MetricName: 'feature_data_gr%C3%B6%C3%9Fe',
        Unit: 'None',
        Timestamp: new Date('2026-11-19T00:00:00Z'),
        Dimensions: [
          { Name: 'Endpoint', Value: 'loans' },
          { Name: 'MonitoringSchedule', Value: 'hourly' },
        ],
        StatisticValues: { SampleCount: 10, Sum: 30, Minimum: 1, Maximum: 5 },
      },
    ]);
  });

  it('goes on where another namespace is refused, and fails where the service does', async () => {
    const fault = (name: string, $fault: string) =>
      Object.assign(new Error('no'), { name, $fault });
    api
      .on(PutMetricDataCommand, { Namespace: elsewhere.namespace })
      .rejects(fault('InvalidParameterValue', 'client'));
    await publishToCloudWatch([datum, { ...datum, elsewhere }], options);
    expect(log).toHaveBeenCalledWith(
      'CloudWatch: 1 values for aws/sagemaker/Endpoints/data-metrics were refused: no',
    );
    for (const error of [fault('InternalServiceFault', 'server'), fault('Throttling', 'client')]) {
      api.on(PutMetricDataCommand, { Namespace: elsewhere.namespace }).rejects(error);
      await expect(publishToCloudWatch([{ ...datum, elsewhere }], options)).rejects.toThrow('no');
    }
  });
});
