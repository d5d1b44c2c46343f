import { knownColumns, schemaMetric } from './schema-metric.ts';

export const extraColumns = schemaMetric({
  name: 'extra_columns',
  description:
    'Columns of the log that neither the baseline data set has nor the monitor file names.',
  formula:
    'number of such columns in up to 50 files of each shard; of JSON lines, in their first records',
  source: 'SageMaker Model Monitor extra_column_check',
  find: (input) => {
    const known = knownColumns(input);
    return Object.keys(input.current.schema ?? {}).filter((name) => !known.has(name));
  },
});
