import {
  type CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import type { Datum } from '../../act/datum.ts';
import { dimensionValue } from './dimension-value.ts';
import { isRefusal } from './is-refusal.ts';

export const NAMESPACE = 'Driftwatch';

const DATA_PER_CALL = 1000;
/** Below the API's 1 MB by what the request has around the data. */
const BYTES_PER_CALL = 900_000;
const NAME_CHARACTERS = 255;
const OLDEST_MILLISECONDS = 14 * 86_400_000;
const LATEST_MILLISECONDS = 2 * 3_600_000;

const UNITS: Partial<Record<Datum['unit'], StandardUnit>> = {
  count: 'Count',
  milliseconds: 'Milliseconds',
  seconds: 'Seconds',
};

export interface CloudWatchSinkOptions {
  readonly client: CloudWatchClient;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

type Dated = Datum & { readonly timestamp: string };

/** Sends data to CloudWatch; what it would refuse for its age is left out and logged. */
export async function publishToCloudWatch(
  data: readonly Datum[],
  { client, now, log }: CloudWatchSinkOptions,
): Promise<void> {
  const instant = now().getTime();
  const dated = data.map((datum) => ({
    ...datum,
    timestamp: datum.timestamp ?? new Date(instant).toISOString(),
  }));
  const taken = dated.filter(({ timestamp }) => {
    const age = instant - Date.parse(timestamp);
    return age <= OLDEST_MILLISECONDS && age >= -LATEST_MILLISECONDS;
  });
  const left = data.length - taken.length;
  if (left > 0)
    log(`CloudWatch: ${left} of ${data.length} values left out, older than two weeks or ahead`);
  for (const batch of batches(taken.filter(({ elsewhere }) => !elsewhere).map(metricDatum))) {
    await client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: batch }));
  }
  await publishElsewhere(taken, { client, log });
}

/** What goes to other namespaces. Where one is refused, that is logged: a run does not fail of what is told twice. */
async function publishElsewhere(
  data: readonly Dated[],
  { client, log }: Pick<CloudWatchSinkOptions, 'client' | 'log'>,
): Promise<void> {
  const namespaces = new Map<string, MetricDatum[]>();
  for (const { elsewhere, value, timestamp } of data) {
    if (!elsewhere) continue;
    const { namespace, name, dimensions, statistics } = elsewhere;
    const datum: MetricDatum = {
      MetricName: dimensionValue(name).slice(0, NAME_CHARACTERS),
      Unit: 'None',
      Timestamp: new Date(timestamp),
      Dimensions: Object.entries(dimensions).map(([Name, text]) => ({
        Name,
        Value: dimensionValue(text),
      })),
      ...(statistics
        ? {
            StatisticValues: {
              SampleCount: statistics.count,
              Sum: statistics.sum,
              Minimum: statistics.min,
              Maximum: statistics.max,
            },
          }
        : { Value: value }),
    };
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), datum]);
  }
  for (const [namespace, all] of namespaces)
    for (const batch of batches(all))
      await client
        .send(new PutMetricDataCommand({ Namespace: namespace, MetricData: batch }))
        .catch((error: Error) => {
          if (!isRefusal(error)) throw error;
          log(`CloudWatch: ${batch.length} values for ${namespace} were refused: ${error.message}`);
        });
}

function metricDatum(datum: Dated): MetricDatum {
  const { value, weight = 1 } = datum;
  return {
    MetricName: datum.metric,
    Unit: UNITS[datum.unit] ?? 'None',
    ...(weight === 1 ? { Value: value } : { Values: [value], Counts: [weight] }),
    Timestamp: new Date(datum.timestamp),
    Dimensions: Object.entries(dimensionsOf(datum)).map(([Name, Value]) => ({ Name, Value })),
  };
}

/** The dimensions of a number, by name: those that apply to its place. */
export function dimensionsOf({
  monitor,
  column,
  segment,
  variant,
}: Pick<Datum, 'monitor' | 'column' | 'segment' | 'variant'>): Record<string, string> {
  const dimensions = { Monitor: monitor, Column: column, Segment: segment, Variant: variant };
  return Object.fromEntries(
    Object.entries(dimensions).flatMap(([name, text]) =>
      text === null ? [] : [[name, dimensionValue(text)]],
    ),
  );
}

function batches(data: readonly MetricDatum[]): MetricDatum[][] {
  const cut: MetricDatum[][] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = Buffer.byteLength(JSON.stringify(datum)) + 1;
    const last = cut.at(-1);
    if (last && last.length < DATA_PER_CALL && bytes + size <= BYTES_PER_CALL) {
      last.push(datum);
      bytes += size;
    } else {
      cut.push([datum]);
      bytes = size;
    }
  }
  return cut;
}
