import type { Monitor } from '../../monitor/schema.ts';
import { segmentColumns } from '../../monitor/segments.ts';
import type { Profile } from '../../profile/profile.ts';
import type { SchemaSummary } from '../../profile/schema-summary.ts';
import { schemaMetric } from './schema-metric.ts';

export const missingColumns = schemaMetric({
  name: 'missing_columns',
  description:
    'Columns that hold nothing in the whole window and did in the baseline, and those that the monitor file names and no file of the log has.',
  formula:
    'number of columns with values in the baseline and none in the window, and of those that columns.prediction, score, scores, latency_ms, variant or segments name and the log lacks',
  source: 'SageMaker Model Monitor missing_column_check',
  find: ({ frame, baseline, current, monitor }) => {
    const filled = ({ columns }: Profile, name: string) => {
      const { values = 0, invalid = 0 } = columns[name]?.presence ?? {};
      return values + invalid > 0;
    };
    const emptied = frame.columns
      .filter(({ name }) => filled(baseline, name) && !filled(current, name))
      .map(({ name }) => name);
    return [...new Set([...emptied, ...lacking(monitor, current.schema)])];
  },
});

/** What is named and in no file: a misspelt one, in the monitor file or in the log. */
function lacking(monitor: Monitor, schema: SchemaSummary = {}): string[] {
  const present = Object.keys(schema);
  if (present.length === 0) return [];
  const { prediction, score, scores, latency_ms: latency, variant } = monitor.columns;
  const named = [
    ...[prediction, score, latency, variant],
    ...Object.values(scores ?? {}),
    ...segmentColumns(monitor),
  ];
  return named.flatMap((name) => (name === undefined || present.includes(name) ? [] : [name]));
}
