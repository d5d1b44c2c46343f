import { labelColumn } from '../../monitor/label-column.ts';
import { segmentColumns } from '../../monitor/segments.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';

interface SchemaMetric extends Pick<Descriptor, 'name' | 'description' | 'formula' | 'source'> {
  /** The columns that are concerned, each as it should be told. */
  readonly find: (input: SliceInput) => readonly string[];
}

const NAMED = 10;

/** A count of columns of the whole window, with their names; warns where there is any. */
export function schemaMetric({ find, ...descriptor }: SchemaMetric): SliceMetric {
  return {
    ...descriptor,
    per: 'slice',
    restsOn: 'rows',
    family: 'quality',
    unit: 'count',
    worse: 'higher',
    interval: 'none: a count',
    defaultThreshold: { warn: { max: 0 } },
    appliesTo: ({ segment, variant, baseline }) =>
      segment === null && variant === null && baseline.schema !== undefined,
    measure: (input) => {
      if (input.current.rows === 0)
        return { value: null, reference: 0, reason: 'there are no rows' };
      const found = find(input);
      const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
      return {
        value: found.length,
        reference: 0,
        ...(found.length > 0 && { note: `${found.slice(0, NAMED).join(', ')}${more}` }),
      };
    },
  };
}

/** The columns that the monitor file names or that the baseline data set has. */
export function knownColumns({ monitor, baseline }: SliceInput): ReadonlySet<string> {
  const { columns, labels, predictions, metrics } = monitor;
  const { features, scores = {}, attributions = {}, segments: _, ...named } = columns;
  return new Set(
    [
      ...Object.values(named).filter((name) => typeof name === 'string'),
      ...Object.values(scores),
      ...Object.values(attributions),
      ...(features === 'auto' ? [] : Object.keys(features)),
      ...segmentColumns(monitor),
      ...Object.values(metrics ?? {}).flatMap((metric) => Object.keys(metric.columns ?? {})),
      labelColumn(monitor) ?? '',
      labels?.id ?? '',
      ...(predictions.from === 'dynamodb' ? [predictions.time, keyOf(predictions.partition)] : []),
      ...Object.keys(baseline.schema ?? {}),
    ].map(String),
  );
}

function keyOf(partition: string | { readonly key: string }): string {
  return typeof partition === 'string' ? partition : partition.key;
}
